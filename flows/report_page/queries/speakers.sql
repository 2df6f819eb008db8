-- Who is quoted most.
select coalesce(speaker_entity_id, lower(speaker)) as speaker_key, mode(speaker order by speaker) as speaker,
       mode(speaker_role order by speaker_role) as role, count(*) as quotes,
       count(*) filter (kind = 'direct') as direct, count(*) filter (kind = 'mixed') as mixed,
       count(*) filter (kind = 'indirect') as indirect, count(distinct article_id) as articles
from raw.quotes
where list_contains($runs, run_id) and speaker is not null
group by speaker_key
order by quotes desc, speaker, speaker_key limit $top
