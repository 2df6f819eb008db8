-- Articles by source and kind of copy; canonical ones are no copy.
select source, coalesce(duplicate_kind, 'canonical') as kind, count(*) as articles
from raw.articles where list_contains($runs, run_id)
group by all order by source, kind
