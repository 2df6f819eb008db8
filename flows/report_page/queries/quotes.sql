-- Quotes worth looking at, with the article around them: whole sentences by somebody, one of a speaker, the surest first.
with candidates as (
    select q.*, row_number() over (
        partition by coalesce(speaker_entity_id, lower(speaker)) order by confidence desc, abs(length(text) - 140), quote_id
    ) as of_speaker
    from raw.quotes q
    where list_contains($runs, run_id) and speaker is not null and parent_quote_id is null
      and kind in ('direct', 'mixed') and length(text) between 40 and 400
)
select c.quote_id, c.kind, c.start, c."end", c.spans, c.speaker, c.speaker_role, c.speaker_start, c.speaker_end,
       c.cue, c.cue_start, c.cue_end, c.via, c.confidence,
       a.title, a.url, a.source, a.source_uri, a.published_at, a.text as article
from candidates c join raw.articles a using (article_id, revision)
where of_speaker = 1
qualify row_number() over (partition by article_id order by c.confidence desc, quote_id) = 1
order by confidence desc, quote_id limit $top
