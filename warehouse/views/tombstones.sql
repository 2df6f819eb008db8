-- What was taken down, since when and why; hashes only.
select * from raw.tombstones
