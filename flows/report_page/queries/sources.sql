-- What each source gave.
with refused as (
    select source, count(*) as refused from raw.quarantine where list_contains($runs, run_id) group by source
),
quoted as (
    select a.source, count(*) as quotes
    from raw.quotes q join raw.articles a using (article_id, revision)
    where list_contains($runs, q.run_id) group by a.source
),
written as (
    select source, count(*) as articles, count(*) filter (duplicate_of is not null) as copies,
           cast(median(word_count) as bigint) as median_words,
           count(*) filter (published_at is null) as undated, count(*) filter (title is null) as untitled
    from raw.articles where list_contains($runs, run_id) group by source
)
select source, coalesce(articles, 0) as articles, coalesce(copies, 0) as copies, coalesce(quotes, 0) as quotes,
       median_words, coalesce(undated, 0) as undated, coalesce(untitled, 0) as untitled, coalesce(refused, 0) as refused
from written full join refused using (source) left join quoted using (source)
order by articles desc, source
