-- What is said of each brand, product and rival as a report counts it: on the channels alone that were heard whole in this week and
-- the four before.
with
people as (
    select
        o.audience,
        o.week,
        t.role,
        t.target as name,
        o.author_id,
        count(*) as n_posts,
        count(t.label) as n_scored,
        count(*) filter (where t.label = 'positive') - count(*) filter (where t.label = 'negative') as balance,
    from opinions as o
    inner join post_targets as t on o.source = t.source and o.post_id = t.post_id
    inner join compared_channels as c on o.channel = c.channel and o.week = c.week
    group by all
),

leveled as (
    select
        *,
        sum(n_scored) over w as posts,
        sum(balance) over w / nullif(sum(n_scored) over w, 0) as level,
    from people
    window w as (partition by audience, week, role, name)
),

counted as (
    select
        audience,
        week,
        role,
        name,
        sum(n_posts)::bigint as n_posts,
        sum(n_scored)::bigint as n_scored,
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
    * exclude (margin),
    case when net is not null then greatest(net - margin, -100) end as net_low,
    case when net is not null then least(net + margin, 100) end as net_high,
from counted
order by audience, week, role, name
