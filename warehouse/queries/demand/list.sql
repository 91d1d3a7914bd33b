-- The demands that stand on the board, named by people, else by the words of a post that may be quoted.
select
    d.demand_id,
    d.kind,
    coalesce(
        d.title,
        min(p.sentence) filter (where p.typical and n.post_id is null),
        min(p.sentence) filter (where n.post_id is null),
        '(not quoted)'
    ) as title,
    d.state,
    d.since,
    d.title is not null as is_named,
from demands as d
inner join post_demands as p on d.demand_id = p.demand_id
left join not_quoted as n on p.source = n.source and p.post_id = n.post_id
where not d.hidden
group by d.demand_id, d.kind, d.title, d.state, d.since
order by d.demand_id
