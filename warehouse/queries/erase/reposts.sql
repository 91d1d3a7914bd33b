-- Reposts of doomed posts, which repeat their words and add none, that are not doomed yet.
select
    p.source,
    p.post_id,
    p.kind,
    p.created_at,
from posts as p
semi join doomed as o on p.source = o.source and p.repost_of = o.post_id
anti join doomed as d on p.source = d.source and p.post_id = d.post_id
where p.kind = 'repost'
