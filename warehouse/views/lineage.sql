-- Which input made which row, or what became of it.
select * from raw.lineage
