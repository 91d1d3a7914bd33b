-- All posts of a source that are not known to be gone, however old: for a source that takes all ids at once.
select post_id
from posts
where
    source = $source
    and deleted_at is null
order by post_id
