-- What was refused, at which stage, by which rule and why.
select * from raw.quarantine
