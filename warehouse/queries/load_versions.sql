-- Wordings that are not, or no longer, the current one: the old one of an edited post, the late one of a late file. Each
-- with the time when it was last seen, which a deletion is compared with.
select
    p.source,
    p.post_id,
    p.content_hash,
    p.title,
    p.text,
    p.fetched_at,
from posts as p
inner join incoming_posts as i
    on p.source = i.source and p.post_id = i.post_id
where i.newer and i.content_hash != p.content_hash and p.deleted_at is null
union all
select
    source,
    post_id,
    content_hash,
    title,
    text,
    fetched_at,
from incoming_posts
where not newer and content_hash != known_hash
