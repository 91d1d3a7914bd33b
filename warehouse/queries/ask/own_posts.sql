-- Our own posts of some weeks.
select
    coalesce(sum(n_posts), 0)::double as value,
    coalesce(sum(n_posts), 0)::bigint as n_posts,
    count(distinct handle_id) as n_authors,
from own_posts
where list_contains($weeks::date[], week)
