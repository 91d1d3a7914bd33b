-- Questions that we have not answered, the oldest first.
select
    q.audience,
    q.week,
    q.asked_at,
    q.channel,
    q.source,
    q.post_id,
    o.title,
    o.text,
    o.url,
    q.answered_at is not null as answered_by_others,
from questions as q
inner join opinions as o using (audience, source, post_id)
where q.own_answered_at is null
order by q.audience, q.asked_at, q.source, q.post_id
