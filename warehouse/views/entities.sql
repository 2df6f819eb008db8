-- Entities of the articles in `articles`.
select e.* from raw.entities e semi join articles a using (article_id, revision)
