-- The hour in which each channel was first asked for: before it, nothing was heard.
select
    channel,
    epoch(date_trunc('hour', min(hour) at time zone $time_zone))::bigint // 3600 as hour,
from channel_hours
group by channel
order by channel
