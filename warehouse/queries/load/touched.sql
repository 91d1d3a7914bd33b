-- The posts that a fetch gives, or gives as deleted.
select
    source,
    post_id,
from incoming_posts
union
select
    source,
    post_id,
from incoming_gone
