-- The latest word on each deletion: the known one and that of this fetch.
select
    source,
    post_id,
    max(gone_at) as gone_at,
    arg_max(reason, (gone_at, reason)) as reason,
from (
    select source, post_id, gone_at, reason from batch_gone
    union all
    select
        g.source,
        g.post_id,
        g.gone_at,
        g.reason,
    from gone as g
    semi join batch_gone as b on g.source = b.source and g.post_id = b.post_id
)
group by all
