-- Deleted posts lose their words in the mart that holds them; its counts stay until it is filled again.
update opinion_posts
set
    text = '',
    title = null
from posts as p
where
    p.source = opinion_posts.source
    and p.post_id = opinion_posts.post_id
    and p.deleted_at is not null
    and exists (select 1 from touched as t where t.source = opinion_posts.source and t.post_id = opinion_posts.post_id)
