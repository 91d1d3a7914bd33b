-- One theme in one audience, week by week: posts, people, tones; channels it was on; the first who spoke of it; n_beside:
-- posts that speak of it too and have another main theme.
select
    week,
    count(*) filter (where main) as n_posts,
    count(distinct author_id) filter (where main) as n_authors,
    count(distinct channel) filter (where main) as n_channels,
    count(*) filter (where main and label = 'negative') as n_negative,
    count(*) filter (where main and label = 'neutral') as n_neutral,
    count(*) filter (where main and label = 'positive') as n_positive,
    count(*) filter (where not main) as n_beside,
    arg_min(author_id, (created_at, source, post_id)) filter (where main) as first_author,
    min(created_at) filter (where main) as first_seen,
from theme_mentions
where
    audience = $audience
    and theme_id = $theme
group by week
order by week
