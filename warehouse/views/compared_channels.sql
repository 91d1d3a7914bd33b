-- The channels that may be compared in a week: heard whole in it and in the four weeks before, as far as anything was collected then.
with
weeks as (
    select
        channel,
        (date_trunc('week', day))::date as week,
        count(*) filter (where state = 'collected') as n_whole,
    from channel_days
    group by all
),

first as (
    select min(week) as first_week from weeks
)

select
    w.channel,
    w.week,
from weeks as w
cross join first as f
inner join weeks as b on w.channel = b.channel and b.week between w.week - 28 and w.week
where w.n_whole = 7
group by w.channel, w.week, f.first_week
having count(*) filter (where b.n_whole = 7) = least(5, (w.week - f.first_week) // 7 + 1)
order by w.channel, w.week
