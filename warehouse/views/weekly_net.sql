-- Net sentiment by audience and week as it is counted: without the corrections of the report and what it leaves out of comparisons.
with
people as (
    select
        audience,
        week,
        author_id,
        sum(n_posts) as n_posts,
        sum(n_scored) as n_scored,
        sum(n_negative) as n_negative,
        sum(n_neutral) as n_neutral,
        sum(n_positive) as n_positive,
    from author_weeks
    group by all
),

leveled as (
    select
        *,
        sum(n_scored) over w as posts,
        (sum(n_positive) over w - sum(n_negative) over w) / nullif(sum(n_scored) over w, 0) as level,
    from people
    window w as (partition by audience, week)
),

counted as (
    select
        audience,
        week,
        sum(n_posts)::bigint as n_posts,
        sum(n_scored)::bigint as n_scored,
        count(*) as n_authors,
        sum(n_negative)::bigint as n_negative,
        sum(n_neutral)::bigint as n_neutral,
        sum(n_positive)::bigint as n_positive,
        100.0 * any_value(level) as net,
        net_margin(
            any_value(level),
            sum(net_pull(n_positive - n_negative, n_scored, level, posts)),
            sum(pow(n_scored / posts, 2)),
            max(n_scored / posts),
            count(*) filter (where n_scored > 0)
        ) as margin,
    from leveled
    group by audience, week
)

select
    * exclude (margin),
    case when net is not null then greatest(net - margin, -100) end as net_low,
    case when net is not null then least(net + margin, 100) end as net_high,
from counted
order by audience, week
