-- The latest word on each deletion: the known one and that of this fetch, told by itself or on the post.
with
told as (
    select source, post_id, gone_at, reason from batch_gone
    union all
    select
        source,
        post_id,
        fetched_at as gone_at,
        'deleted' as reason,
    from incoming_posts
    where deleted_at is not null
)

select
    source,
    post_id,
    max(gone_at) as gone_at,
    arg_max(reason, (gone_at, reason)) as reason,
from (
    from told
    union all
    select
        g.source,
        g.post_id,
        g.gone_at,
        g.reason,
    from gone as g
    semi join told as t on g.source = t.source and g.post_id = t.post_id
)
group by all
