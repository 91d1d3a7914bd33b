-- People of one audience by week: who spoke of each theme, as their main subject or beside it; without a theme, all of them.
select
    theme_id,
    week,
    count(distinct author_id) as n_authors,
from theme_mentions
where audience = $audience and week <= $week
group by all
union all
select
    null as theme_id,
    week,
    count(distinct author_id) as n_authors,
from opinions
where audience = $audience and week <= $week
group by all
order by theme_id, week
