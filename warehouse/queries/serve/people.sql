-- How many posts and people some filters leave in one audience; $by_theme and $by_others say whether the theme and the other
-- filters count.
select
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from opinions
where
    audience = $audience
    and week between $since and $week
    and (not $by_theme or $theme::varchar is null or theme_id = $theme::varchar)
    and (not $by_others or $channel::varchar is null or channel = $channel::varchar)
    and (not $by_others or $tone::varchar is null or label = $tone::varchar)
    and (
        not $by_others
        or $name::varchar is null
        or (source, post_id) in (select (source, post_id) from post_targets where target = $name::varchar)
    )
