-- The best matches; with equal scores the newest first.
select
    m.post,
    m.score,
    s.source,
    s.post_id,
    s.created_at,
    s.channel,
    s.own,
    s.flag,
    s.label,
from matches as m
inner join search_posts as s using (post)
order by m.score desc, s.created_at desc, s.source desc, s.post_id desc
limit $most
