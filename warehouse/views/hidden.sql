-- Revisions that `articles` does not show: earlier ones, copies and withdrawn ones. Most articles are shown, so tables
-- with many rows an article look up what is hidden. A union, because each part reads only the files that have any.
from raw.superseded
union all
select article_id, revision from raw.articles where duplicate_of is not null
union all
select article_id, revision from raw.articles where list_contains(flags, 'withdrawn')
