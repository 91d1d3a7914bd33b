-- Deleted posts lose their words.
update posts
set
    text = '',
    title = null,
    own_text = null,
    own_title = null,
    quoted_chars = null,
    deleted_at = g.gone_at,
    content_hash = '',
    state_hash = ''
from gone as g
where
    g.source = posts.source
    and g.post_id = posts.post_id
    and g.gone_at >= posts.fetched_at
    and exists (select 1 from touched as t where t.source = posts.source and t.post_id = posts.post_id)
