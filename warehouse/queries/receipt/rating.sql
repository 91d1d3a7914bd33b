-- The mean rating behind one figure, from the posts: one person's ratings on one scale count as their mean.
with people as (
    select
        author_id,
        avg(rating) as rating,
        count(*) as n_ratings,
    from ratings
    where
        audience = $audience
        and list_contains($weeks::date[], week)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
        and rating_scale is not distinct from $scale::double
    group by all
)

select
    avg(rating) as value,
    coalesce(sum(n_ratings), 0)::bigint as n_posts,
    count(*) as n_authors,
from people
