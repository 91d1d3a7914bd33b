-- The demands that stand on the board.
select
    d.demand_id,
    d.kind,
    coalesce(d.title, min(p.sentence) filter (where p.typical), min(p.sentence)) as title,
    d.state,
    d.since,
from demands as d
inner join post_demands as p on d.demand_id = p.demand_id
where not d.hidden
group by d.demand_id, d.kind, d.title, d.state, d.since
order by d.demand_id
