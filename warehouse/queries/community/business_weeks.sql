-- The community by week, of weeks in which every channel that was asked at all was collected whole.
with
whole as (
    select date_trunc('week', day)::date as week
    from channel_days
    group by all
    having bool_and(state = 'collected') and count(distinct day) = 7
),

asked as (
    select
        week,
        100 * count(answered_at) / count(*) as answered,
    from questions
    where audience = $audience
    group by all
)

select
    o.week as monday,
    count(distinct o.author_id) as people,
    any_value(a.answered) as answered,
from opinions as o
inner join whole as w on o.week = w.week
left join asked as a on o.week = a.week
where o.audience = $audience
group by o.week
order by o.week
