-- Who is quoted: quotes and articles per speaker, most quoted first. Of roles equally frequent, the first in the alphabet.
-- A mode() would be worked out even for a query that does not ask for the role. When somebody was quoted, `quoted` says:
-- a join with the articles, which few ask for, would double the time of all.
select coalesce(speaker_entity_id, lower(speaker)) as speaker_key,
       any_value(speaker) as speaker,
       list_mode(list_sort(list(speaker_role) filter (where speaker_role is not null))) as role,
       count(*) as quotes,
       count(*) filter (where kind = 'direct') as direct,
       count(*) filter (where kind = 'mixed') as mixed,
       count(*) filter (where kind = 'indirect') as indirect,
       count(*) filter (where first_of_speaker) as articles
from quotes
where speaker is not null
group by speaker_key
order by quotes desc, speaker
