-- What was answered by posts that were asked again.
delete from post_questions
where exists (select 1 from incoming as i where i.source = post_questions.source and i.post_id = post_questions.post_id)
