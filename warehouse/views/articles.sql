-- What most people want: the latest revision of each article, copies left out.
select a.* from raw.articles a anti join raw.superseded using (article_id, revision)
where a.duplicate_of is null and not list_contains(a.flags, 'withdrawn')
