-- What was read of posts that were read again.
delete from post_targets
where exists (select 1 from incoming as i where i.source = post_targets.source and i.post_id = post_targets.post_id)
