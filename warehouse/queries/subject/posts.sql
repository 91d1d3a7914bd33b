-- The posts of somebody who has any of some names (hashes of ids and handles), as a temporary table to be joined.
select
    source,
    post_id,
from posts
where author_id in (select unnest($names::varchar[])) or handle_id in (select unnest($names::varchar[]))
