-- What posts answer to the questions of one's own, by audience and week.
select
    o.audience,
    o.week,
    q.question,
    any_value(w.name) as name,
    count(*) filter (where q.answer != 'unread') as n_posts,
    count(*) filter (where q.above) as n_yes,
    count(*) filter (where q.answer = 'unsure') as n_unsure,
    count(*) filter (where q.answer = 'unread') as n_unread,
    count(distinct o.author_id) filter (where q.above) as n_authors,
    100.0 * count(*) filter (where q.above) / nullif(count(*) filter (where q.answer != 'unread'), 0) as share,
from opinions as o
inner join post_questions as q on o.source = q.source and o.post_id = q.post_id
inner join own_questions as w on q.question = w.question
group by all
order by all
