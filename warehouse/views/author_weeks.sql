-- Opinions summed by author: what every share, net sentiment and interval is computed from. Probabilities are summed as
-- whole millionths, so that the order of the rows changes nothing.
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
    coalesce(sum(round(1e6 * negative)::bigint) filter (where scored), 0)::bigint as p_negative,
    coalesce(sum(round(1e6 * neutral)::bigint) filter (where scored), 0)::bigint as p_neutral,
    coalesce(sum(round(1e6 * positive)::bigint) filter (where scored), 0)::bigint as p_positive,
from opinions
group by all
