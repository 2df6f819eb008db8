select e.article_id as id from new_entities e
anti join (select article_id, revision from new_articles where duplicate_of is null) using (article_id, revision)
