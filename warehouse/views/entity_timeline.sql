-- One row per entity and day (UTC) of publication: articles that name it, its mentions, and quotes by it.
-- Articles without a date count under the day null.
with said as (
    select article_id, revision, speaker_entity_id as entity_id, count(*) as quotes from quotes
    where speaker_entity_id is not null
    group by all
)
select e.entity_id, mode(e.name order by e.name) as name, mode(e.type order by e.type) as type,
       cast(a.published_at as date) as day,
       count(*) as articles,
       cast(sum(len(e.mentions)) as bigint) as mentions,
       cast(coalesce(sum(s.quotes), 0) as bigint) as quotes
from entities e
join articles a using (article_id, revision)
left join said s using (article_id, revision, entity_id)
group by e.entity_id, day
order by e.entity_id, day
