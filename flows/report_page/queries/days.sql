-- Articles by day of publication (UTC) and source; the day is null for articles without a date.
select cast(published_at as date) as day, source, count(*) as articles
from raw.articles where list_contains($runs, run_id)
group by all order by day, source
