-- Stars and scores week by week, as their writers gave them; scales are kept apart, and one person's ratings count as their mean.
with
people as (
    select
        audience,
        week,
        channel,
        rating_scale,
        author_id,
        count(*) as n_ratings,
        avg(rating) as rating,
    from opinions
    where rating is not null
    group by all
)

select
    audience,
    week,
    channel,
    rating_scale,
    sum(n_ratings)::bigint as n_ratings,
    count(*) as n_authors,
    avg(rating) as mean_rating,
from people
group by all
order by all
