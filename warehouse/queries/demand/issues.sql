-- The issues that were made of demands, as they were last read until $until (null: until now), by the demand's id of today.
select
    coalesce(a.demand_id, i.demand_id) as demand_id,
    i.tracker,
    i.issue,
    arg_max(i.url, i.read_at) as url,
    arg_max(i.state, i.read_at) as state,
    arg_max(coalesce(i.release, ''), i.read_at) as release,
    max(i.read_at) as read_at,
from demand_issues as i
left join demand_aliases as a on i.demand_id = a.former_id
where $until::timestamptz is null or i.read_at < $until::timestamptz
group by all
order by all
