-- Stars and scores week by week, as their writers gave them, with words or without; scales are kept apart, and one person's ratings count as
-- their mean.
with
people as (
    select
        audience,
        week,
        channel,
        rating_scale,
        author_id,
        count(*) as n_ratings,
        count(*) filter (where not has_words) as n_without_words,
        avg(rating) as rating,
    from ratings
    group by all
)

select
    audience,
    week,
    channel,
    rating_scale,
    sum(n_ratings)::bigint as n_ratings,
    sum(n_without_words)::bigint as n_without_words,
    count(*) as n_authors,
    avg(rating) as mean_rating,
from people
group by all
order by all
