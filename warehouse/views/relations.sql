-- Every verified pair of articles of which one is made from the other.
select * from raw.relations
