-- What most people want: the latest revision of each article, canonical and not withdrawn.
-- Few articles have a second revision: those are looked up, instead of ranking the revisions of all.
select a.* from raw.articles a
left join (
    select article_id, max(revision) as revision from raw.articles where revision > 1 group by article_id
) later on later.article_id = a.article_id
where (later.revision is null or a.revision = later.revision)
  and a.duplicate_of is null and not list_contains(a.flags, 'withdrawn')
