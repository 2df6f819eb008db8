-- One row per entity and other that articles name together, in both orders, most frequent first; no values such as dates.
-- A filter on `entity_id` finds all its partners; `entity_id < other_entity_id` keeps each pair once.
-- Counted by names too: such a filter goes down to the files through counts, not through an ordered mode().
with named as not materialized (
    select article_id, revision, entity_id, name, type, published_on from entities
    where type not in ('DATE', 'TIME', 'MONEY', 'PERCENT', 'QUANTITY')
),
paired as (
    select one.entity_id, one.name, min(one.type) as type,
           other.entity_id as other_entity_id, other.name as other_name, min(other.type) as other_type,
           count(*) as articles, min(one.published_on) as first_published, max(one.published_on) as last_published
    from named one
    join named other
      on other.article_id = one.article_id and other.revision = one.revision and one.entity_id <> other.entity_id
    group by one.entity_id, one.name, other.entity_id, other.name
)
select entity_id, arg_min(name, (-articles, name)) as name, min(type) as type,
       other_entity_id, arg_min(other_name, (-articles, other_name)) as other_name, min(other_type) as other_type,
       cast(sum(articles) as bigint) as articles,
       min(first_published) as first_published, max(last_published) as last_published
from paired
group by entity_id, other_entity_id
order by articles desc, name, other_name, entity_id, other_entity_id
