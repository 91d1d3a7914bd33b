-- Every answer to a question: each later post of its thread by somebody else, with who helped whom.
select
    q.audience,
    q.week,
    q.channel,
    q.source,
    q.post_id as question_id,
    q.author_id as asker_id,
    q.asked_at,
    p.post_id,
    coalesce(p.author_id, p.source || '/' || p.post_id) as helper_id,
    p.author_id is not null as helper_known,
    v.own,
    coalesce(p.accepted, false) as accepted,
    p.created_at as answered_at,
    p.url,
from questions as q
inner join posts_by_person as p
    on
        q.source = p.source
        and q.thread_id = coalesce(p.thread_id, p.parent_id)
        and q.asked_at < p.created_at
inner join voices as v on p.source = v.source and p.post_id = v.post_id
where
    v.role != 'repost'
    and v.flag is null
    and p.deleted_at is null
    and p.author_id is distinct from q.author_id
order by q.audience, q.asked_at, q.source, q.post_id, p.created_at, p.post_id
