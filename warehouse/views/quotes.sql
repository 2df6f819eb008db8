-- Quotes of the articles in `articles`.
select q.* from raw.quotes q anti join raw.hidden using (article_id, revision)
