-- Where each audience was heard, week by week. A post counts for the channel that found it first.
with
people as (
    select
        audience,
        week,
        channel,
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
    window w as (partition by audience, week, channel)
),

counted as (
    select
        audience,
        week,
        channel,
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
    * exclude (margin),
    case when net is not null then greatest(net - margin, -100) end as net_low,
    case when net is not null then least(net + margin, 100) end as net_high,
from counted
order by audience, week, channel
