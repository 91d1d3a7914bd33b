-- The themes of each audience and week, the largest first.
with
counted as (
    select
        audience,
        week,
        theme_id,
        sum(n_posts)::bigint as n_posts,
        count(distinct author_id) as n_authors,
        100.0 * (sum(n_positive) - sum(n_negative)) / nullif(sum(n_scored), 0) as net,
    from author_weeks
    group by all
)

select
    c.audience,
    c.week,
    row_number() over (
        partition by c.audience, c.week
        order by c.n_posts desc, c.theme_id
    ) as place,
    c.theme_id,
    t.label as theme,
    c.n_posts,
    c.n_authors,
    100.0 * c.n_posts / sum(c.n_posts) over (partition by c.audience, c.week) as share,
    c.net,
from counted as c
left join themes as t using (theme_id)
order by c.audience, c.week, place
