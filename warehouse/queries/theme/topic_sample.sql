-- The hits of the tried rules in an order drawn by a hash, so that the first of them are a sample, the same for everyone.
select
    p.source,
    p.post_id,
    p.content_hash,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    (
        select arg_min(c.channel, (c.first_fetched_at, c.channel))
        from post_channels as c
        where c.source = p.source and c.post_id = p.post_id
    ) as channel,
    p.created_at::date as day,
from posts as p
inner join tried as t on p.source = t.source and p.post_id = t.post_id and t.audience = $audience
where p.deleted_at is null
order by md5('voxpop/topic/' || p.source || '/' || p.post_id)
limit $most
