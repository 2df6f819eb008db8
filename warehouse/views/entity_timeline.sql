-- One row per entity and day (UTC) of publication: articles that name it, its mentions, and quotes by it.
-- Articles without a date count under the day null. The name is the one that most of the day's articles use.
with said as (
    select article_id, revision, speaker_entity_id as entity_id, count(*) as quotes from raw.quotes
    where speaker_entity_id is not null
    group by all
),
-- Counted by name too: a filter on the entity goes down to the files through counts, not through an ordered mode().
named as (
    select e.entity_id, e.name, min(e.type) as type, e.published_on as day,
           count(*) as articles, sum(len(e.mentions)) as mentions, sum(s.quotes) as quotes
    from entities e
    left join said s using (article_id, revision, entity_id)
    group by e.entity_id, e.name, day
)
select entity_id, arg_min(name, (-articles, name)) as name, min(type) as type, day,
       cast(sum(articles) as bigint) as articles,
       cast(sum(mentions) as bigint) as mentions,
       cast(coalesce(sum(quotes), 0) as bigint) as quotes
from named
group by entity_id, day
order by entity_id, day
