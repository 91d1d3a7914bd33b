-- What was heard of each channel on each local day.
select
    channel,
    day,
    state,
    heard,
    reason,
    lost_since,
from channel_days
where day between $first_day and $last_day
order by channel, day
