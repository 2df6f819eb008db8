-- Who is quoted: quotes and articles per speaker, most quoted first.
select coalesce(q.speaker_entity_id, lower(q.speaker)) as speaker_key,
       any_value(q.speaker) as speaker,
       mode(q.speaker_role) as role,
       count(*) as quotes,
       count(*) filter (where q.kind = 'direct') as direct,
       count(*) filter (where q.kind = 'mixed') as mixed,
       count(*) filter (where q.kind = 'indirect') as indirect,
       count(distinct q.article_id) as articles,
       min(a.published_at) as first_quoted, max(a.published_at) as last_quoted
from quotes q join articles a using (article_id, revision)
where q.speaker is not null
group by speaker_key
order by quotes desc, speaker
