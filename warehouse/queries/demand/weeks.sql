-- People a week who make one demand, in an audience.
select
    o.week,
    count(distinct o.author_id) as n_people,
    count(*) as n_posts,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
where d.demand_id = $demand and o.audience = $audience
group by all
order by o.week
