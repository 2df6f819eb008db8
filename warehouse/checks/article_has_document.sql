select a.article_id as id from new_articles a anti join new_documents d using (document_id)
