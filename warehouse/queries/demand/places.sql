-- On which channels and in which audiences at least $least people make each demand.
select
    d.demand_id,
    o.channel as place,
    'channel' as kind,
    count(distinct o.author_id) as n_people,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
where o.audience = $audience
group by all
having count(distinct o.author_id) >= $least
union all by name
select
    d.demand_id,
    o.audience as place,
    'audience' as kind,
    count(distinct o.author_id) as n_people,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
where o.audience != 'everyone'
group by all
having count(distinct o.author_id) >= $least
order by
    demand_id,
    kind,
    place
