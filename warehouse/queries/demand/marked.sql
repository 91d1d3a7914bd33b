-- What was last read of the issues of one tracker, by the ids that stand in their marks.
select
    issue,
    demand_id,
    arg_max(url, read_at) as url,
    arg_max(state, read_at) as state,
    arg_max(coalesce(release, ''), read_at) as release,
    max(read_at) as read_at,
from demand_issues
where tracker = $tracker
group by all
order by all
