-- Who made the demands about which something was done, by week and channel: one row a person.
select
    d.demand_id,
    o.week,
    o.channel,
    o.author_id,
    count(*) as n_posts,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
where
    o.audience = $audience
    and o.week between $first_week and $week
    and d.demand_id in (select demand_id from demand_acts)
group by all
order by all
