-- Likes of the most liked post of a span; null where no source reported any.
select
    max(p.likes)::double as value,
    count(p.likes) as n_posts,
    count(distinct o.author_id) filter (where p.likes is not null) as n_authors,
from opinions as o
inner join posts as p on o.source = p.source and o.post_id = p.post_id
where
    o.audience = $audience
    and list_contains($weeks::date[], o.week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], o.channel))
    and ($theme::varchar is null or o.theme_id = $theme::varchar)
