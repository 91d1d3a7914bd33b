-- The fetches of a channel that are in the ledger with a time later than the fetch that doubts them: made by a clock that was
-- ahead. What of their windows the sound fetches before had not heard yet is unheard.
with
doubted as (
    select *
    from coverage
    where list_contains($doubted, fetch_id) and ended_at >= $before::timestamptz
),

sound as (
    select max(ended_at) as heard_until
    from coverage
    where
        channel = $channel
        and ended_at < $before::timestamptz
        and fetch_id != $fetch_id
)

select
    d.fetch_id,
    d.recheck,
    greatest(d.window_start, coalesce(s.heard_until, d.window_start)) as start,
    d.window_end as "end",
from doubted as d
cross join sound as s
