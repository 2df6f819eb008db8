select article_id as id from new_articles
where duplicate_of is not null
  and duplicate_of not in (select article_id from every_article where duplicate_of is null)
