-- Entities of the articles in `articles`.
select e.* from raw.entities e anti join raw.hidden using (article_id, revision)
