-- The posts that some filters leave in one audience, newest first; who wrote them is not told. Their times are compared too: posts lie
-- about in the order of time, so that few are read.
select
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
from (
    select
        source,
        post_id,
        created_at,
        day,
        channel,
        theme_id,
        label,
        lang,
        thread_id,
    from opinions
    where
        audience = $audience
        and week between $since and $week
        and ($theme::varchar is null or theme_id = $theme::varchar)
        and ($channel::varchar is null or channel = $channel::varchar)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
        and ($tone::varchar is null or label = $tone::varchar)
        and (
            $name::varchar is null
            or (source, post_id) in (select (source, post_id) from post_targets where target = $name::varchar)
        )
    order by created_at desc, source, post_id
    limit $most offset $skip
) as o
inner join posts as p using (source, post_id, created_at)
left join not_quoted as n using (source, post_id)
order by o.created_at desc, o.source, o.post_id
