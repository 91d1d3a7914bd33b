-- Questions that start a thread, in each of their audiences, with the first answer by anyone else and the first by us.
with
questions as (
    select
        o.audience,
        o.week,
        o.day,
        o.channel,
        o.source,
        o.post_id,
        o.author_id,
        o.created_at,
        coalesce(o.thread_id, o.post_id) as thread_id,
    from opinions as o
    where
        o.kind = 'question'
        or (o.kind in ('post', 'ticket', 'issue') and contains(coalesce(o.title, '') || ' ' || o.text, '?'))
),

answers as (
    select
        p.source,
        coalesce(p.thread_id, p.parent_id) as thread_id,
        p.author_id,
        p.created_at,
        v.own,
    from posts as p
    inner join voices as v using (source, post_id)
    where
        v.role != 'repost'
        and v.flag is null
        and p.deleted_at is null
        and coalesce(p.thread_id, p.parent_id) is not null
)

select
    q.audience,
    q.week,
    q.day,
    q.channel,
    q.source,
    q.post_id,
    q.created_at as asked_at,
    min(a.created_at) as answered_at,
    min(a.created_at) filter (where a.own) as own_answered_at,
    arg_min(case when a.own then 'us' else 'others' end, a.created_at) as answered_by,
from questions as q
left join answers as a
    on
        q.source = a.source
        and q.thread_id = a.thread_id
        and q.created_at < a.created_at
        and a.author_id is distinct from q.author_id
group by all
order by all
