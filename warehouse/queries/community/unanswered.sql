-- Questions of the last weeks that nobody has answered, or that we have not ($by_us), the oldest first.
select
    q.asked_at,
    q.channel,
    q.answered_at,
    case when n.post_id is null then o.title end as title,
    case when n.post_id is null then left(o.text, 200) else '(not quoted)' end as text,
    o.url,
from questions as q
inner join opinions as o
    on q.audience = o.audience and q.source = o.source and q.post_id = o.post_id
left join not_quoted as n on q.source = n.source and q.post_id = n.post_id
where
    q.audience = $audience
    and q.week between $since and $week
    and case when $by_us then q.own_answered_at is null else q.answered_at is null end
order by q.asked_at, q.source, q.post_id
