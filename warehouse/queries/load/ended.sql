-- The channel and the end of fetches, by the ledger.
select
    fetch_id,
    channel,
    ended_at,
from coverage
where list_contains($fetch_ids::varchar[], fetch_id)
order by fetch_id
