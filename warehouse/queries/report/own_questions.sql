-- What each author's posts answer to the questions of one's own, by week and channel.
select
    o.week,
    o.channel,
    o.author_id,
    q.question,
    count(*) filter (where q.answer != 'unread') as n_posts,
    count(*) filter (where q.above) as n_yes,
    count(*) filter (where q.answer = 'unsure') as n_unsure,
    count(*) filter (where q.answer = 'unread') as n_unread,
from opinions as o
inner join post_questions as q on o.source = q.source and o.post_id = q.post_id
where o.audience = $audience and o.week between $first_week and $week
group by all
order by all
