-- Posts of the week that answer yes to a question of one's own and could be quoted, the likeliest first. Personal data are looked for
-- afterwards.
select
    q.question,
    o.source,
    o.post_id,
    o.author_id,
    o.text,
    q.probability,
from opinions as o
inner join post_questions as q on o.source = q.source and o.post_id = q.post_id
anti join not_quoted as n on o.source = n.source and o.post_id = n.post_id
where
    o.audience = $audience
    and o.week = $week
    and q.answer = 'yes'
    and length(o.text) between 30 and 400
qualify row_number() over (
    partition by q.question
    order by q.probability desc, o.source, o.post_id
) <= 10
order by q.question, q.probability desc, o.source, o.post_id
