-- The posts of one demand, the newest first.
select
    o.source || '/' || o.post_id as post,
    o.day,
    o.channel,
    case when n.post_id is null then d.sentence else '(not quoted)' end as sentence,
    o.url,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
left join not_quoted as n on d.source = n.source and d.post_id = n.post_id
where d.demand_id = $demand and o.audience = $audience
order by o.created_at desc, o.source, o.post_id
limit $n
