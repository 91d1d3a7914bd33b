-- Opinions summed by author: what every share, net sentiment and interval is computed from.
select
    audience,
    week,
    channel,
    theme_id,
    author_id,
    count(*) as n_posts,
    count(*) filter (where scored) as n_scored,
    count(*) filter (where label = 'negative') as n_negative,
    count(*) filter (where label = 'neutral') as n_neutral,
    count(*) filter (where label = 'positive') as n_positive,
from opinions
group by all
order by all
