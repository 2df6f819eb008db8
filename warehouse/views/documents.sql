-- What was read.
select * from raw.documents
