-- The thread of each post that is asked for.
with
keys as (
    select unnest($keys, max_depth := 2),
)

select
    source,
    post_id,
    thread_id,
from posts
semi join keys using (source, post_id)
where thread_id is not null
