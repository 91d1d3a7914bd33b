-- Hours that were not heard whole, by channel and the company's clock, counted from 1970.
select
    channel,
    epoch(date_trunc('hour', hour at time zone $time_zone))::bigint // 3600 as hour,
from channel_hours
where
    state != 'complete'
    and hour >= $since::timestamptz
    and hour < $until::timestamptz
order by channel, hour
