-- Chosen posts as people read them; who wrote them is not told. Their times are compared too: posts lie about in the order of time,
-- so that few are read.
with
chosen as (
    select
        rowid as place,
        source,
        post_id,
        created_at,
        day,
        channel,
        theme_id,
        label,
        lang,
        thread_id,
    from opinion_posts
    where rowid in (select unnest($places::bigint[]))
)

select
    o.place,
    o.source,
    o.post_id,
    o.day,
    o.channel,
    o.theme_id,
    o.label,
    o.lang,
    o.thread_id,
    n.post_id is null as quoted,
    case when n.post_id is null then nullif(coalesce(p.own_title, p.title), '') end as title,
    case when n.post_id is null then coalesce(p.own_text, p.text) end as text,
    p.url,
    p.content_hash,
from chosen as o
inner join posts as p using (source, post_id, created_at)
left join not_quoted as n using (source, post_id)
