-- The posts that make one demand, with the keys by which their authors may be known, the newest first.
select
    o.author_id as person,
    p.source,
    p.author_id,
    p.handle_id,
    p.author_groups as groups,
    o.url,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
inner join posts as p on d.source = p.source and d.post_id = p.post_id
where d.demand_id = $demand and o.audience = $audience
order by o.created_at desc, p.source, p.post_id
