-- Keyed hashes of the titles of doomed posts that are theirs alone; replies in their threads often repeat them.
-- A title that somebody else gave to a thread of theirs as well stays.
with
own as (
    select
        p.source,
        p.title,
    from posts as p
    semi join doomed as d on p.source = d.source and p.post_id = d.post_id
    where length(p.title) >= $shortest
),

threads as (
    select
        d.source,
        unnest([d.post_id, p.thread_id]) as thread_id,
    from doomed as d
    inner join posts as p on d.source = p.source and d.post_id = p.post_id
),

others as (
    select
        p.source,
        p.title,
    from posts as p
    anti join doomed as d on p.source = d.source and p.post_id = d.post_id
    where
        p.title is not null
        and (
            p.kind not in ('reply', 'answer')
            or not exists (
                select 1
                from threads as t
                where t.source = p.source and t.thread_id in (p.thread_id, p.parent_id)
            )
        )
)

select distinct sha256(concat_ws(chr(31), $salt, 'title', o.source, o.title)) as key_hash
from own as o
anti join others as s on o.source = s.source and o.title = s.title
