-- Who is quoted: quotes and articles per speaker, most quoted first. Of roles equally frequent, the first in the alphabet.
-- A mode() would be worked out even for a query that does not ask for the role.
select coalesce(q.speaker_entity_id, lower(q.speaker)) as speaker_key,
       any_value(q.speaker) as speaker,
       list_mode(list_sort(list(q.speaker_role) filter (where q.speaker_role is not null))) as role,
       count(*) as quotes,
       count(*) filter (where q.kind = 'direct') as direct,
       count(*) filter (where q.kind = 'mixed') as mixed,
       count(*) filter (where q.kind = 'indirect') as indirect,
       count(distinct q.article_id) as articles,
       min(a.published_at) as first_quoted, max(a.published_at) as last_quoted
from raw.quotes q join articles a using (article_id, revision)
where q.speaker is not null
group by speaker_key
order by quotes desc, speaker
