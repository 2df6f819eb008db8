-- What most people want: the latest revision of each canonical article that has not been withdrawn.
select * from raw.articles
where duplicate_of is null and not list_contains(flags, 'withdrawn')
qualify row_number() over (partition by article_id order by revision desc) = 1
