select article_id as id from every_article group by article_id, revision having count(*) > 1
