-- Channels whose fetches noted in this week that a clock was wrong.
select
    channel,
    count(*) as n_fetches,
from coverage
where
    ended_at >= $start
    and ended_at < $until
    and len(list_filter(notes, lambda note: starts_with(note, 'clock: '))) > 0
group by channel
order by channel
