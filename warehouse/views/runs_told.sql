-- Runs with what their tables say beside their counts.
with said as (
    select run_id, count(*) filter (speaker is null) as quotes_without_speaker from raw.quotes group by run_id
),
dated as (
    select run_id, count(*) as published, count(*) filter (published_at is null) as undated
    from raw.articles group by run_id
)
select r.*, coalesce(quotes_without_speaker, 0) as quotes_without_speaker,
       coalesce(published, 0) as published, coalesce(undated, 0) as undated
from raw.runs r left join said using (run_id) left join dated using (run_id)
