-- What each person gave, by week, channel, scale and number of stars, and how their words beside it were read.
select
    week,
    channel,
    rating_scale,
    author_id,
    rating,
    count(*) as n_ratings,
    count(*) filter (where has_words) as n_posts,
    count(label) as n_scored,
    count(*) filter (where label = 'negative') as n_negative,
    count(*) filter (where label = 'neutral') as n_neutral,
    count(*) filter (where label = 'positive') as n_positive,
from ratings
where audience = $audience and week between $first_week and $week
group by all
order by all
