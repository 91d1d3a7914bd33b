-- Authors' counts of every other audience over the weeks of the trend, over all themes.
select
    audience,
    week,
    channel,
    author_id,
    sum(n_posts)::bigint as n_posts,
    sum(n_scored)::bigint as n_scored,
    sum(n_negative)::bigint as n_negative,
    sum(n_neutral)::bigint as n_neutral,
    sum(n_positive)::bigint as n_positive,
    sum(p_negative)::bigint as p_negative,
    sum(p_neutral)::bigint as p_neutral,
    sum(p_positive)::bigint as p_positive,
from author_weeks
where audience != $audience and week between $first_week and $week
group by all
order by all
