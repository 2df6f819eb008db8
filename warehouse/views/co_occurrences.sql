-- One row per pair of entities that articles name together, most frequent first; values, such as dates, left out.
with named as (
    select article_id, revision, entity_id, name, type from entities
    where type not in ('DATE', 'TIME', 'MONEY', 'PERCENT', 'QUANTITY')
)
select one.entity_id, mode(one.name order by one.name) as name, mode(one.type order by one.type) as type,
       other.entity_id as other_entity_id, mode(other.name order by other.name) as other_name,
       mode(other.type order by other.type) as other_type,
       count(distinct one.article_id) as articles,
       min(a.published_at) as first_published, max(a.published_at) as last_published
from named one
join named other on other.article_id = one.article_id and one.entity_id < other.entity_id
join raw.articles a on a.article_id = one.article_id and a.revision = one.revision
group by one.entity_id, other.entity_id
order by articles desc, name, other_name, one.entity_id, other.entity_id
