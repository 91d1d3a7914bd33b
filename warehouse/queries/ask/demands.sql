-- The demands of one kind by people of an audience, the most first; in some weeks, or in all ($weeks null); $demand: only that one.
select
    d.demand_id,
    count(distinct o.author_id)::double as value,
    count(*) as n_posts,
    count(distinct o.author_id) as n_authors,
from demands as d
inner join post_demands as p on d.demand_id = p.demand_id
inner join opinions as o on p.source = o.source and p.post_id = o.post_id
where
    not d.hidden
    and o.audience = $audience
    and d.kind = $kind
    and ($demand::varchar is null or d.demand_id = $demand::varchar)
    and ($weeks::date[] is null or list_contains($weeks::date[], o.week))
group by all
order by n_authors desc, n_posts desc, d.demand_id
