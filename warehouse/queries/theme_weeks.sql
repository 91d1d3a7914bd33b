-- One theme in one audience, week by week: posts, people, tones; channels it was on; the first who spoke of it.
select
    week,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
    count(distinct channel) as n_channels,
    count(*) filter (where label = 'negative') as n_negative,
    count(*) filter (where label = 'neutral') as n_neutral,
    count(*) filter (where label = 'positive') as n_positive,
    arg_min(author_id, (created_at, source, post_id)) as first_author,
    min(created_at) as first_seen,
from opinions
where
    audience = $audience
    and theme_id = $theme
group by week
order by week
