-- A theme's share of all posts behind one figure, from the posts.
select
    100 * count(*) filter (where theme_id = $theme::varchar) / count(*) as value,
    count(*) filter (where theme_id = $theme::varchar) as n_posts,
    count(distinct author_id) filter (where theme_id = $theme::varchar) as n_authors,
from opinions
where
    audience = $audience
    and list_contains($weeks::date[], week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
