-- The rows that take the place of older ones.
select
    * exclude (known_hash, known_first, newer),
    least(coalesce(known_first, fetched_at), fetched_at) as first_fetched_at,
from incoming_posts
where newer
