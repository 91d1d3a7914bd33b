-- People who spoke of a theme in some weeks, as their main subject or beside it.
select
    count(distinct author_id)::double as value,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from theme_mentions
where audience = $audience and theme_id = $theme and list_contains($weeks::date[], week)
