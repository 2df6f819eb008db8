-- The entities that most articles name, so many of each type.
with named as (
    select type, entity_id, mode(name order by name) as name, count(distinct article_id) as articles,
           cast(sum(len(mentions)) as bigint) as times
    from raw.entities
    where list_contains($runs, run_id) and list_contains($types, type)
    group by type, entity_id
)
select type, entity_id, name, articles, times as mentions from named
qualify row_number() over (partition by type order by articles desc, times desc, name, entity_id) <= $top
order by type, articles desc, times desc, name, entity_id
