-- The thread and the wording of one post that counts in one audience; nothing where it does not.
select
    o.source,
    o.post_id,
    o.thread_id,
    p.content_hash,
from opinions as o
inner join posts as p using (source, post_id)
where
    o.audience = $audience
    and o.source = $source
    and o.post_id = $post_id
