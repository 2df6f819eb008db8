-- Quotes beside what is known of their articles: who said what, where and when.
select q.*, a.published_at, a.source, a.title, a.url, a.story_id
from quotes q join articles a using (article_id, revision)
