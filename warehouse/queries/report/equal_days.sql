-- Posts and authors of each week on the weekdays on which their channel was heard whole this week; no row where every channel was
-- heard on all seven.
with
days as (
    select
        channel,
        isodow(day) as weekday,
        count(*) over (partition by channel) as n_days,
    from channel_days
    where state = 'collected' and day between $week::date and $week::date + 6
)

select
    o.week,
    count(*) as n_posts,
    count(distinct o.author_id) as n_authors,
from opinions as o
inner join days as d on o.channel = d.channel and isodow(o.day) = d.weekday
where
    o.audience = $audience
    and o.week between $first_week and $week
    and exists (from days as short where short.n_days < 7)
group by o.week
order by o.week
