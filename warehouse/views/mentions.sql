-- One row per mention of an entity, with the words around it.
select e.article_id, e.revision, e.entity_id, e.name, e.type, m.start, m."end", m.text,
       replace(substring(a.text, greatest(1, m.start - 39), least(m.start, 40)), chr(10), ' ') as before,
       replace(substring(a.text, m."end" + 1, 40), chr(10), ' ') as after
from (select article_id, revision, entity_id, name, type, unnest(mentions) as m from entities) e
join raw.articles a using (article_id, revision)
