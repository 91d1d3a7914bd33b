-- How each day of each channel was heard.
select
    channel,
    day,
    state,
    heard,
    reason,
from channel_days
order by channel, day
