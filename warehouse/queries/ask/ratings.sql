-- The mean rating of some weeks on one scale, each person's ratings as their mean.
with
people as (
    select
        author_id,
        count(*) as n_ratings,
        avg(rating) as rating,
    from opinions
    where
        audience = $audience
        and list_contains($weeks::date[], week)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
        and rating is not null
        and rating_scale = $scale
    group by all
)

select
    avg(rating) as value,
    coalesce(sum(n_ratings), 0)::bigint as n_posts,
    count(*) as n_authors,
    stddev_samp(rating) as spread,
from people
