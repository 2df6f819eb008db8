-- Quotes of the articles in `articles`.
select q.* from raw.quotes q semi join articles a using (article_id, revision)
