-- Recent posts of a channel that are not known to be gone. Where reading costs, a post is due again once it is twice as
-- old as it was when it was last read: four or five times in four weeks, mostly while it is young and still changes.
select p.post_id
from posts as p
inner join post_channels as c on p.source = c.source and p.post_id = c.post_id
where
    c.channel = $channel
    and p.created_at >= $now::timestamptz - interval 28 day
    and p.deleted_at is null
    and (
        not $costs
        or $now::timestamptz - p.fetched_at >= greatest(interval 20 hour, p.fetched_at - p.created_at)
    )
order by p.post_id
