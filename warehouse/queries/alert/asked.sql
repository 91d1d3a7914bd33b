-- The first and the last hour in which each channel was asked for, by the company's clock, counted from 1970: outside them nothing was heard.
select
    channel,
    epoch(date_trunc('hour', min(hour) at time zone $time_zone))::bigint // 3600 as first_hour,
    epoch(date_trunc('hour', max(hour) at time zone $time_zone))::bigint // 3600 as last_hour,
from channel_hours
group by channel
order by channel
