-- Posts, people and net sentiment by audience, week and theme; posts without one are 'other'.
-- Groups of fewer than $least people are left out, and the next smallest with them where only one would be: a sum would tell it.
-- Net sentiment is given from $least_net people on.
with
counted as (
    select
        audience,
        week,
        coalesce(theme_id, 'other') as named,
        sum(n_posts)::bigint as n_posts,
        count(distinct author_id) as n_authors,
        100.0 * (sum(n_positive) - sum(n_negative)) / nullif(sum(n_scored), 0) as net,
    from author_weeks
    group by all
),

marked as (
    select
        *,
        n_authors < $least as few,
        count(*) filter (where n_authors < $least) over (partition by audience, week) as n_few,
        row_number() over (partition by audience, week, n_authors < $least order by n_authors, named) as place,
    from counted
)

select
    m.audience,
    m.week,
    m.named as theme_id,
    t.label as theme,
    m.n_posts,
    m.n_authors,
    case when m.n_authors >= $least_net then m.net end as net,
from marked as m
left join themes as t on m.named = t.theme_id
where
    not m.few
    and (m.n_few != 1 or m.place > 1)
order by all
