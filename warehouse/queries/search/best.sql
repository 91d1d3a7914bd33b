-- The best matches; with equal scores the newest first.
with
best as (
    select
        post,
        score,
    from matches
    order by score desc, post desc
    limit $most
)

select
    b.post,
    b.score,
    s.source,
    s.post_id,
    s.channel,
    s.own,
    s.flag,
    s.label,
from best as b
inner join search_posts as s using (post)
