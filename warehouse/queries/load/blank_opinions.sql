-- Deleted posts lose their words in the mart that holds them; its counts stay until it is filled again.
-- In warehouses of older versions it is called `opinions`.
update opinions
set
    text = '',
    title = null
from posts as p
where
    p.source = opinions.source
    and p.post_id = opinions.post_id
    and p.deleted_at is not null
    and exists (select 1 from touched as t where t.source = opinions.source and t.post_id = opinions.post_id)
