-- Revisions before the latest one of their article. Few articles have a second revision: only those are looked at.
select article_id, cast(unnest(range(1, max(revision))) as integer) as revision
from raw.articles where revision > 1 group by article_id
