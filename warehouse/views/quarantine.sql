-- What was refused, at which stage, by which rule and why, and what has become of it: see docs/quarantine.md.
-- `state` is waiting, refused_again, resolved, replaced, left_out or taken_down, `attempts` counts the runs that have refused it.
with pages as (
    select run_id, ingested_at, input_uri, input_sha256, source_uri, document_id,
           bool_or(outcome = 'quarantined') as refused, bool_or(article_id is not null) as cut
    from raw.lineage
    group by all
),
refusals as (
    select q.*, p.input_uri, p.input_sha256,
           case when p.input_uri is not null then dense_rank() over (
               partition by q.source_uri, coalesce(q.document_id, p.input_sha256) order by q.ingested_at
           ) end as attempts
    from raw.quarantine q
    left join pages p on p.run_id = q.run_id and p.source_uri = q.source_uri and p.refused
         and p.document_id is not distinct from q.document_id
),
refused_pages as (
    select distinct run_id, ingested_at, input_uri, input_sha256, source_uri, document_id
    from refusals where input_uri is not null
),
-- The same document, or what had none at its address in the same bytes. A page that is only known was not read.
read_later as (
    select r.run_id, r.source_uri, r.document_id, p.run_id as by_run, p.ingested_at, p.refused
    from refused_pages r
    join pages p on p.document_id = r.document_id and p.ingested_at > r.ingested_at and (p.refused or p.cut)
    union all
    select r.run_id, r.source_uri, r.document_id, p.run_id, p.ingested_at, p.refused
    from refused_pages r
    join pages p on p.input_uri = r.input_uri and p.input_sha256 = r.input_sha256 and p.ingested_at > r.ingested_at
     and (p.source_uri = r.source_uri or starts_with(p.source_uri, r.source_uri || '#'))
     and (r.document_id is null or p.refused)
),
outcomes as (
    select run_id, source_uri, document_id, arg_max(by_run, ingested_at) as by_run,
           max(ingested_at) = coalesce(max(ingested_at) filter (refused), 'epoch') as refused
    from read_later
    group by all
),
-- Inputs that were read later with other bytes, in which the document no longer is.
replaced as (
    select distinct r.run_id, r.source_uri, r.document_id
    from refused_pages r
    join (select distinct input_uri, input_sha256, ingested_at from pages where input_sha256 <> repeat('0', 64)) i
      on i.input_uri = r.input_uri and i.input_sha256 <> r.input_sha256 and i.ingested_at > r.ingested_at
    anti join pages p on p.input_uri = r.input_uri and p.document_id = r.document_id and p.ingested_at > r.ingested_at
)
select r.*,
       case when r.rule = 'forgotten' or starts_with(r.source_uri, 'forgotten:') then 'taken_down'
            when r.input_uri is null then 'left_out'
            when o.refused then 'refused_again'
            when o.by_run is not null then 'resolved'
            when g.run_id is not null then 'replaced'
            else 'waiting' end as state,
       case when not o.refused then o.by_run end as resolved_by
from refusals r
left join outcomes o on o.run_id = r.run_id and o.source_uri = r.source_uri
     and o.document_id is not distinct from r.document_id
left join replaced g on g.run_id = r.run_id and g.source_uri = r.source_uri
     and g.document_id is not distinct from r.document_id
