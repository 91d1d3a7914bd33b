-- The rows that take the place of older ones.
select
    i.* exclude (known_hash, known_state, known_first, state_known_from, newer),
    least(coalesce(i.known_first, i.fetched_at), i.fetched_at) as first_fetched_at,
    least(i.fetched_at, v.known_from, case when i.known_state = i.state_hash then i.state_known_from end) as known_from,
from incoming_posts as i
left join post_versions as v
    on i.source = v.source and i.post_id = v.post_id and i.state_hash = v.state_hash
where i.newer
