-- What was refused, by stage and rule, with a few samples of each and how many still wait.
select stage, rule, count(*) as refused, count(*) filter (state = 'waiting') as waiting,
       list({'id': quarantine_id[:12], 'reason': reason, 'payload': payload} order by source_uri)[:$samples] as samples
from quarantine where list_contains($runs, run_id)
group by stage, rule order by refused desc, stage, rule
