-- The posts of one thread that belong to one audience, and our own answers, oldest first; who wrote them is not told.
-- Posts that are gone, copies and floods are left out.
select
    p.source,
    p.post_id,
    (p.created_at at time zone getvariable('time_zone'))::date as day,
    v.own,
    s.label,
    p.lang,
    n.post_id is null as quoted,
    case when n.post_id is null then nullif(coalesce(p.own_title, p.title), '') end as title,
    case when n.post_id is null then coalesce(p.own_text, p.text) end as text,
    p.url,
    p.content_hash,
    p.author_id is not null
    and p.author_id = first_value(p.author_id) over (order by p.created_at, p.post_id) as by_opener,
    o.post_id is not null as counted,
from posts as p
inner join voices as v using (source, post_id)
left join sentiment as s using (source, post_id)
left join not_quoted as n using (source, post_id)
left join opinions as o on p.source = o.source and p.post_id = o.post_id and o.audience = $audience
where
    p.source = $source
    and (p.thread_id = $thread or p.post_id = $thread)
    and p.deleted_at is null
    and v.role = 'original'
    and v.flag is null
    and (o.post_id is not null or v.own)
order by p.created_at, p.post_id
limit $most
