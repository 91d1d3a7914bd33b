-- How each hour of a channel was heard, by its worst moment; a moment that one fetch missed and another heard is heard.
with
asked as (
    select
        fetch_id,
        channel,
        window_start,
        window_end,
        cost_usd / (epoch(window_end) - epoch(window_start)) as usd_a_second,
    from coverage
    where not recheck
),

-- A fetch's window cut at its gaps; a part that lies in several gaps has the worst of their states.
gaps as (
    select
        g.fetch_id,
        greatest(g.start, a.window_start) as start,
        least(g."end", a.window_end) as stop,
        g.reason,
        case
            when g.reason in ('not over yet', 'to be asked alone', 'our clock was ahead', 'the files end there') then 1
            when g.reason in ('capped', 'beyond recent search', 'the feed holds only its newest entries') then 2
            when g.reason in ('rate_limited', 'out_of_budget') then 3
            else 4
        end as rank,
    from coverage_gaps as g
    inner join asked as a using (fetch_id)
    where
        g.start < a.window_end
        and g."end" > a.window_start
),

fetch_cuts as (
    select fetch_id, channel, window_start as moment from asked
    union
    select fetch_id, channel, window_end as moment from asked
    union
    select g.fetch_id, a.channel, g.start as moment from gaps as g inner join asked as a using (fetch_id)
    union
    select g.fetch_id, a.channel, g.stop as moment from gaps as g inner join asked as a using (fetch_id)
),

fetch_parts as (
    select
        fetch_id,
        channel,
        moment as start,
        lead(moment) over (partition by fetch_id order by moment) as stop,
    from fetch_cuts
),

heard as (
    select
        p.fetch_id,
        p.channel,
        p.start,
        p.stop,
        coalesce(max(g.rank), 0) as rank,
        arg_max(g.reason, g.rank) as reason,
    from fetch_parts as p
    left join gaps as g
        on
            p.fetch_id = g.fetch_id
            and p.start >= g.start
            and p.stop <= g.stop
    where p.stop is not null
    group by p.fetch_id, p.channel, p.start, p.stop
),

-- Every hour from the first to the last one asked for, so that one that nobody asked for is there, as unknown.
hours as (
    select
        channel,
        unnest(generate_series(
            date_trunc('hour', min(window_start)),
            date_trunc('hour', max(window_end) - interval 1 microsecond),
            interval 1 hour
        )) as hour,
    from asked
    group by channel
),

listed as (
    select
        fetch_id,
        channel,
        start,
        stop,
        rank,
        reason,
        unnest(generate_series(
            date_trunc('hour', start),
            date_trunc('hour', stop - interval 1 microsecond),
            interval 1 hour
        )) as hour,
    from heard
),

pieces as (
    select
        fetch_id,
        channel,
        hour,
        rank,
        reason,
        greatest(start, hour) as start,
        least(stop, hour + interval 1 hour) as stop,
    from listed
),

cuts as (
    select channel, hour, start as moment from pieces
    union
    select channel, hour, stop as moment from pieces
    union
    select channel, hour, hour as moment from hours
    union
    select channel, hour, hour + interval 1 hour as moment from hours
),

spans as (
    select
        channel,
        hour,
        moment as start,
        lead(moment) over (partition by channel, hour order by moment) as stop,
    from cuts
),

-- The best that any fetch heard of each moment; 1: nobody asked.
moments as (
    select
        s.channel,
        s.hour,
        s.start,
        epoch(s.stop) - epoch(s.start) as seconds,
        coalesce(min(p.rank), 1) as rank,
        case when min(p.rank) > 0 then arg_min(p.reason, (p.rank, p.fetch_id)) end as reason,
    from spans as s
    left join pieces as p
        on
            s.channel = p.channel
            and s.hour = p.hour
            and s.start >= p.start
            and s.stop <= p.stop
    where s.stop is not null
    group by s.channel, s.hour, s.start, s.stop
),

states as (
    select
        channel,
        hour,
        max(rank) as rank,
        coalesce(sum(seconds) filter (where rank = 0), 0) / 3600 as heard,
        arg_max(reason, rank) as reason,
    from moments
    group by channel, hour
),

-- How often the hour was asked for, and what that cost: a fetch costs the same in each moment of its window.
asking as (
    select
        p.channel,
        p.hour,
        count(distinct p.fetch_id) as n_fetches,
        sum(a.usd_a_second * (epoch(p.stop) - epoch(p.start))) as cost_usd,
    from pieces as p
    inner join asked as a using (fetch_id)
    group by p.channel, p.hour
),

found as (
    select
        c.channel,
        date_trunc('hour', p.created_at) as hour,
        count(*) as n_posts,
        count(p.edited_at) as n_edited,
        count(p.deleted_at) as n_gone,
    from post_channels as c
    inner join posts as p using (source, post_id)
    group by c.channel, date_trunc('hour', p.created_at)
)

select
    s.channel,
    s.hour,
    case s.rank
        when 0 then 'complete'
        when 1 then 'unknown'
        when 2 then 'capped'
        when 3 then 'limited'
        else 'failed'
    end as state,
    s.heard,
    s.reason,
    coalesce(f.n_posts, case when s.heard > 0 then 0 end) as n_posts,
    coalesce(f.n_edited, case when s.heard > 0 then 0 end) as n_edited,
    coalesce(f.n_gone, case when s.heard > 0 then 0 end) as n_gone,
    coalesce(a.n_fetches, 0) as n_fetches,
    round(coalesce(a.cost_usd, 0), 6) as cost_usd,
from states as s
left join found as f using (channel, hour)
left join asking as a using (channel, hour)
order by s.channel, s.hour
