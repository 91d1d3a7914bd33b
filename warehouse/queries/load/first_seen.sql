-- A late file may have seen a post, or its current state, earlier than any before.
update posts
set
    first_fetched_at = least(posts.first_fetched_at, i.fetched_at),
    known_from = case
        when i.state_hash = posts.state_hash then least(posts.known_from, i.fetched_at) else posts.known_from
    end
from incoming_posts as i
where
    not i.newer
    and i.source = posts.source
    and i.post_id = posts.post_id
    and i.fetched_at < greatest(posts.first_fetched_at, posts.known_from)
