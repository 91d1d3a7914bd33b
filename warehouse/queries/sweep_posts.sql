-- Recent posts of a channel that are not known to be gone.
select p.post_id
from posts as p
inner join post_channels as c on p.source = c.source and p.post_id = c.post_id
where c.channel = $channel and p.created_at >= $since and p.deleted_at is null
order by p.post_id
