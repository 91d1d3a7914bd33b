-- How much of each week was heard on each channel.
select
    channel,
    date_trunc('week', day)::date as week,
    count(*) as n_days,
    count(*) filter (where state = 'collected') as n_collected,
    count(*) filter (where state = 'collected in part') as n_in_part,
    count(*) filter (where state = 'not collected') as n_not_collected,
    count(*) filter (where state = 'unknown') as n_unknown,
    avg(heard) as heard,
    first(reason order by day) filter (where reason is not null) as first_reason,
from channel_days
group by all
order by all
