-- The fetches that are in.
select fetch_id,
from loads
