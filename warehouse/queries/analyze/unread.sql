-- The wanted posts that are not among the known ones.
select w.*,
from wanted_posts as w
anti join known_posts as k on w.source = k.source and w.post_id = k.post_id
order by w.source, w.post_id
