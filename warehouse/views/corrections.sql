-- One row per new revision of an article: what it changed of the one before. Newest first.
with revisions as (
    select *, lag(title) over (partition by article_id order by revision) as title_of_the_one_before
    from raw.articles
),
compared as (
    select article_id, revision, related_revision, changes from raw.relations
    where article_id = related_id and related_revision < revision
    qualify row_number() over (
        partition by article_id, revision order by changes is null, related_revision desc
    ) = 1
)
select r.article_id, r.revision, c.related_revision as compared_with, r.title,
       case when r.title is distinct from r.title_of_the_one_before then r.title_of_the_one_before end as former_title,
       r.url, r.source, r.published_at, r.modified_at,
       c.changes.added as added, c.changes.removed as removed, c.changes.changed as changed,
       c.changes.numbers_added as numbers_added, c.changes.numbers_removed as numbers_removed,
       c.changes.names_added as names_added, c.changes.names_removed as names_removed
from revisions r
left join compared c using (article_id, revision)
where r.revision > 1
order by coalesce(r.modified_at, r.ingested_at) desc, r.article_id, r.revision desc
