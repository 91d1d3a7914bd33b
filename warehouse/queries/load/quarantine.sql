-- Refused records that are not in quarantine yet.
with
refused as (
    select
        md5($channel || chr(31) || coalesce(item_id, md5(payload)) || chr(31) || field) as id,
        $fetch_id as fetch_id,
        source,
        $channel as channel,
        item_id,
        field,
        reason,
        payload,
        $fetched_at::timestamptz as first_seen_at,
    from batch_refused
    qualify row_number() over (partition by id order by payload) = 1
)

select r.*
from refused as r
anti join quarantine as q on r.id = q.id
