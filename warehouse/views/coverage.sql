-- One row per story with more than one article or revision: how many sources carried it, and as which kinds of copy.
-- An outlet is the host of the address, where there is one: pages of many outlets may come from one source.
-- Such a story has a row that is not the first revision of the article it is named after: only those stories are grouped.
select story_id,
       arg_min(title, coalesce(published_at, ingested_at)) as title,
       count(distinct article_id) as articles,
       count(distinct source) as sources,
       count(distinct coalesce(nullif(regexp_extract(lower(url), '^https?://(?:www\.)?([^/:?#]+)', 1), ''), source)) as outlets,
       count(distinct article_id) filter (where duplicate_kind = 'exact') as exact_copies,
       count(distinct article_id) filter (where duplicate_kind = 'near') as near_copies,
       count(distinct article_id) filter (where duplicate_kind = 'contained') as excerpts,
       count(*) filter (where revision > 1 or duplicate_kind = 'version') as updates,
       min(published_at) as first_published, max(published_at) as last_published
from raw.articles
semi join (select story_id from raw.articles where story_id <> article_id or revision <> 1) using (story_id)
group by story_id
having count(*) > 1
order by articles desc, title
