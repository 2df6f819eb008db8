-- What each run did.
select * from raw.runs
