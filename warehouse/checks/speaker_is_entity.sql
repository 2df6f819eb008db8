select q.quote_id as id from new_quotes q
anti join new_entities e
  on e.article_id = q.article_id and e.revision = q.revision and e.entity_id = q.speaker_entity_id
where q.speaker_entity_id is not null
