-- What most people want: the latest revision of each article, canonical and not withdrawn.
select * from (
    select * from raw.articles qualify row_number() over (partition by article_id order by revision desc) = 1
)
where duplicate_of is null and not list_contains(flags, 'withdrawn')
