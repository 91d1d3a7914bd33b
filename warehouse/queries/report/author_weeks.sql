-- Authors' counts of one audience over the weeks of the trend.
select
    week,
    channel,
    theme_id,
    author_id,
    n_posts,
    n_scored,
    n_negative,
    n_neutral,
    n_positive,
    p_negative,
    p_neutral,
    p_positive,
from author_weeks
where audience = $audience and week between $first_week and $week
order by all
