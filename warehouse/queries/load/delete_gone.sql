-- Deletions that come in once more.
delete from gone
where exists (select 1 from incoming_gone as i where i.source = gone.source and i.post_id = gone.post_id)
