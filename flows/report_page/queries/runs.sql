-- Every run in order, with what its tables say beside its counts.
select * from raw.runs_told order by ingested_at, run_id
