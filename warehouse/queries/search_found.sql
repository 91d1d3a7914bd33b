-- The best matches as people read them; with equal scores the newest first.
with
best as (
    select
        source,
        post_id,
        score,
    from matches
    order by score desc, created_at desc, source, post_id
    limit $limit
)

select
    round(b.score, 4) as score,
    b.source,
    b.post_id,
    p.created_at,
    (
        select arg_min(c.channel, (c.first_fetched_at, c.channel))
        from post_channels as c
        where c.source = b.source and c.post_id = b.post_id
    ) as channel,
    v.own,
    v.flag,
    s.label,
    p.title,
    p.text,
    p.url,
from best as b
inner join posts as p using (source, post_id)
inner join voices as v using (source, post_id)
left join sentiment as s using (source, post_id)
where p.deleted_at is null
order by b.score desc, p.created_at desc, b.source, b.post_id
