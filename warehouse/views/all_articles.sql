-- Every revision of every article, copies included.
select * from raw.articles
