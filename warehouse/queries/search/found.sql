-- The best matches as people read them. Posts are asked for their ids first, which reads little of the table.
with
shown as (
    select
        source,
        post_id,
        created_at,
        nullif(coalesce(own_title, title), '') as title,
        coalesce(own_text, text) as text,
        url,
    from posts
    where
        post_id in (select post_id from best)
        and deleted_at is null
)

select
    round(b.score, 4) as score,
    b.source,
    b.post_id,
    p.created_at,
    b.channel,
    b.own,
    b.flag,
    b.label,
    case when n.post_id is null then p.title end as title,
    case when n.post_id is null then p.text else '(not quoted)' end as text,
    p.url,
from best as b
inner join shown as p using (source, post_id)
left join not_quoted as n using (source, post_id)
order by b.score desc, b.created_at desc, b.source desc, b.post_id desc
