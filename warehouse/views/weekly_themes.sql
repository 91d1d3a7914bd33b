-- The themes of each audience and week, the largest first.
with
people as (
    select
        audience,
        week,
        theme_id,
        author_id,
        sum(n_posts) as n_posts,
        sum(n_scored) as n_scored,
        sum(n_positive) - sum(n_negative) as balance,
    from author_weeks
    group by all
),

leveled as (
    select
        *,
        sum(n_scored) over w as posts,
        sum(balance) over w / nullif(sum(n_scored) over w, 0) as level,
    from people
    window w as (partition by audience, week, theme_id)
),

counted as (
    select
        audience,
        week,
        theme_id,
        sum(n_posts)::bigint as n_posts,
        count(*) as n_authors,
        100.0 * any_value(level) as net,
        net_margin(
            any_value(level),
            sum(net_pull(balance, n_scored, level, posts)),
            sum(pow(n_scored / posts, 2)),
            max(n_scored / posts),
            count(*) filter (where n_scored > 0)
        ) as margin,
    from leveled
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
    case when c.net is not null then greatest(c.net - c.margin, -100) end as net_low,
    case when c.net is not null then least(c.net + c.margin, 100) end as net_high,
from counted as c
left join themes as t using (theme_id)
order by c.audience, c.week, place
