-- The worst hour of each local day of a channel: what the day grid shows.
select
    channel,
    (hour at time zone $time_zone)::date as day,
    arg_max(state, list_position(['complete', 'unknown', 'capped', 'limited', 'failed'], state)) as state,
    sum(heard) / count(*) as heard,
    sum(n_posts)::bigint as n_posts,
from channel_hours
where
    hour >= $since
    and hour < $until
group by channel, (hour at time zone $time_zone)::date
order by channel, day
