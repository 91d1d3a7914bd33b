-- fail: every post is there once
select source, post_id from posts
group by all
having count(*) > 1;

-- fail: every post was found by a channel
select p.source, p.post_id from posts as p
anti join post_channels as c on p.source = c.source and p.post_id = c.post_id;

-- fail: a post that is gone has no text
select source, post_id from posts
where deleted_at is not null and text != '' and content_hash = '';

-- warn: no post is from the future
select source, post_id from posts
where created_at > fetched_at + interval 1 day
