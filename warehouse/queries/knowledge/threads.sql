-- What was written beneath the questions in known_questions, oldest first: all of it counts as a reaction; what may be quoted to who
-- sees one audience is that audience's and ours.
with
channels as (
    select
        source,
        post_id,
        min(channel) as channel,
    from post_channels
    group by all
)

select
    q.source || '/' || q.post_id as question,
    p.source,
    p.post_id,
    p.parent_id,
    p.author_id,
    p.created_at,
    p.text,
    v.own or coalesce(p.author_staff, false) as staff,
    coalesce(p.accepted, false) as accepted,
    coalesce(r.votes, r.likes) as votes,
    p.url,
    c.channel,
    n.post_id is null and (v.own or o.post_id is not null) as quotable,
    p.handle_id,
    p.account_id,
from known_questions as q
inner join posts_by_person as p
    on q.source = p.source and q.thread_id = coalesce(p.thread_id, p.parent_id) and q.post_id != p.post_id
inner join posts as r on p.source = r.source and p.post_id = r.post_id
inner join voices as v on p.source = v.source and p.post_id = v.post_id
left join not_quoted as n on p.source = n.source and p.post_id = n.post_id
left join opinions as o on p.source = o.source and p.post_id = o.post_id and o.audience = $audience
left join channels as c on p.source = c.source and p.post_id = c.post_id
where
    v.role = 'original'
    and v.flag is null
    and p.deleted_at is null
    and q.created_at <= p.created_at
order by question, p.created_at, p.post_id
