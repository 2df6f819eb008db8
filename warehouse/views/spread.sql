-- One row per article of a story with more than one: who had it first, and what each other one cut, added or revised.
-- A date without a time counts from midnight; see published_precision before seconds_after is believed.
with latest as (
    select * from raw.articles qualify row_number() over (partition by article_id order by revision desc) = 1
),
both_ways as (
    select article_id, revision, related_id, related_revision, article_share, related_share from raw.relations
    union all
    select related_id, related_revision, article_id, revision, related_share, article_share from raw.relations
),
shared as (
    select * from both_ways where article_id <> related_id
    qualify row_number() over (
        partition by article_id, related_id order by revision desc, related_revision desc
    ) = 1
),
corrected as (
    select article_id, last(changes order by revision) as changes from raw.relations
    where article_id = related_id and changes is not null
    group by article_id
)
select a.story_id,
       first_value(a.source) over earliest_first as first_source,
       first_value(a.published_at) over earliest_first as first_published,
       a.article_id, a.title, a.source, a.url, a.published_at, a.published_precision,
       date_diff('second', first_published, a.published_at) as seconds_after,
       coalesce(a.duplicate_kind, 'canonical') as kind,
       a.similarity,
       round(1 - s.related_share, 3) as share_cut,
       round(1 - s.article_share, 3) as share_added,
       a.word_count - c.word_count as words_more,
       a.revision as revisions,
       k.changes
from latest a
left join latest c on c.article_id = a.duplicate_of
left join shared s on s.article_id = a.article_id and s.related_id = a.duplicate_of
left join corrected k on k.article_id = a.article_id
window earliest_first as (
    partition by a.story_id order by a.published_at nulls last, a.duplicate_of is not null, a.article_id
)
qualify count(*) over (partition by a.story_id) > 1
order by a.story_id, a.published_at nulls last, a.duplicate_of is not null, a.article_id
