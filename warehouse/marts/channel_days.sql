-- How much of each local day a channel was heard: windows asked for, less the gaps that no other fetch has closed.
with
-- One line through time for each fetch: +1 where its window begins or a gap ends, -1 the other way round.
clipped_gaps as (
    select
        g.fetch_id,
        c.channel,
        greatest(g.start, c.window_start) as start,
        least(g."end", c.window_end) as stop,
        g.reason,
    from coverage_gaps as g
    inner join coverage as c using (fetch_id)
    where
        g.start < c.window_end
        and g."end" > c.window_start
        and not c.recheck
),

-- Gaps of one fetch may overlap: merged before they are taken away.
gap_edges as (
    select
        fetch_id,
        channel,
        start as moment,
        1 as step,
    from clipped_gaps
    union all
    select
        fetch_id,
        channel,
        stop as moment,
        -1 as step,
    from clipped_gaps
),

gap_depths as (
    select
        fetch_id,
        channel,
        moment,
        sum(sum(step)) over (partition by fetch_id order by moment) as depth,
    from gap_edges
    group by fetch_id, channel, moment
),

gap_turns as (
    select
        channel,
        moment,
        case
            when depth > 0 and coalesce(lag(depth) over (partition by fetch_id order by moment), 0) = 0 then -1
            when depth = 0 then 1
            else 0
        end as step,
    from gap_depths
),

edges as (
    select channel, window_start as moment, 1 as step, 1 as asked from coverage where not recheck
    union all
    select channel, window_end as moment, -1 as step, -1 as asked from coverage where not recheck
    union all
    select channel, moment, step, 0 as asked from gap_turns
    where step != 0
),

-- The local days that any window touches, with their ends as points in time: 23 or 25 hours when the clocks change.
spans as (
    select
        channel,
        (min(window_start) at time zone getvariable('time_zone'))::date as first_day,
        ((max(window_end) - interval 1 microsecond) at time zone getvariable('time_zone'))::date as last_day,
    from coverage
    where not recheck
    group by channel
),

days as (
    select
        channel,
        day,
        day::timestamp at time zone getvariable('time_zone') as day_start,
        (day + 1)::timestamp at time zone getvariable('time_zone') as day_end,
    from (
        select
            channel,
            unnest(generate_series(first_day::timestamp, last_day::timestamp, interval 1 day))::date as day,
        from spans
    ) as listed
),

points as (
    select channel, moment, step, asked from edges
    union all
    select channel, day_start as moment, 0 as step, 0 as asked from days
    union all
    select channel, day_end as moment, 0 as step, 0 as asked from days
),

segments as (
    select
        channel,
        moment as start,
        lead(moment) over (partition by channel order by moment) as stop,
        sum(sum(step)) over (partition by channel order by moment) as heard,
        sum(sum(asked)) over (partition by channel order by moment) as asked,
    from points
    group by channel, moment
),

measured as (
    select
        channel,
        (start at time zone getvariable('time_zone'))::date as day,
        sum(epoch(stop) - epoch(start)) as seconds,
        sum(epoch(stop) - epoch(start)) filter (where heard > 0) as heard_seconds,
        sum(epoch(stop) - epoch(start)) filter (where asked > 0) as asked_seconds,
        min(start) filter (where asked > 0 and heard = 0) as lost_from,
    from segments
    where stop is not null
    group by channel, (start at time zone getvariable('time_zone'))::date
),

-- Why the first unheard moment of the day was lost: the newest fetch that says so.
reasons as (
    select
        m.channel,
        m.day,
        arg_max(g.reason, g.fetch_id) as reason,
        min(g.start) as since,
    from measured as m
    inner join clipped_gaps as g
        on
            m.channel = g.channel
            and m.lost_from >= g.start
            and m.lost_from < g.stop
    group by m.channel, m.day
)

select
    d.channel,
    d.day,
    case
        when coalesce(m.heard_seconds, 0) >= m.seconds - 60 then 'collected'
        when m.heard_seconds > 0 then 'collected in part'
        when m.asked_seconds > 0 then 'not collected'
        else 'unknown'
    end as state,
    coalesce(m.heard_seconds, 0) / m.seconds as heard,
    r.reason,
    r.since as lost_since,
from days as d
inner join measured as m using (channel, day)
left join reasons as r using (channel, day)
order by d.channel, d.day
