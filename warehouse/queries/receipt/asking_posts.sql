-- The posts that make one demand in some weeks, newest first.
select
    o.day,
    o.channel,
    o.label,
    o.source,
    o.post_id,
    case when (o.source, o.post_id) in (select (source, post_id) from not_quoted) then '(not quoted)' else left(o.text, 160) end as text,
    o.url,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
where
    o.audience = $audience
    and list_contains($weeks::date[], o.week)
    and d.demand_id = $demand
order by o.created_at desc, o.source, o.post_id
limit $most
