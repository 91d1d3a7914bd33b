-- fail: every post is there once
select source, post_id from posts
group by all
having count(*) > 1;

-- fail: every post was found by a channel
select p.source, p.post_id from posts as p
anti join post_channels as c on p.source = c.source and p.post_id = c.post_id;

-- fail: a post that is gone has no words, and no older ones
select source, post_id from posts
where deleted_at is not null and (text != '' or title is not null or own_text != '')
union all
select v.source, v.post_id from post_versions as v
semi join posts as p on v.source = p.source and v.post_id = p.post_id and p.deleted_at is not null;

-- warn: no post is from the future
select source, post_id from posts
where created_at > fetched_at + interval 1 day
