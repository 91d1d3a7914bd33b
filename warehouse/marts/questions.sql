-- Questions that start a thread, in each of their audiences, with the first answer by anyone else and the first by us.
-- accepted: its asker, or the forum, marked an answer as the solution.
with
questions as (
    select
        a.audience,
        o.week,
        o.day,
        o.channel,
        o.source,
        o.post_id,
        o.author_id,
        o.created_at,
        coalesce(o.thread_id, o.post_id) as thread_id,
        p.answered,
    from opinion_posts as o
    inner join audience_posts as a using (post_number)
    inner join posts as p using (source, post_id)
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
        coalesce(p.accepted, false) as accepted,
    from posts_by_person as p
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
    q.thread_id,
    q.author_id,
    q.created_at as asked_at,
    min(a.created_at) as answered_at,
    min(a.created_at) filter (where a.own) as own_answered_at,
    arg_min(case when a.own then 'us' else 'others' end, a.created_at) as answered_by,
    coalesce(bool_or(a.accepted), false) or coalesce(bool_or(q.answered), false) as accepted,
from questions as q
left join answers as a
    on
        q.source = a.source
        and q.thread_id = a.thread_id
        and q.created_at < a.created_at
        and a.author_id is distinct from q.author_id
group by all
order by all
