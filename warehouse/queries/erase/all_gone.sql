-- Every post that its source is known to have deleted.
select
    source,
    post_id,
    gone_at,
    reason,
from gone
