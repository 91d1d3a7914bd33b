-- The posts behind one figure, newest first.
select
    day,
    channel,
    label,
    source,
    post_id,
    case when (source, post_id) in (select (source, post_id) from not_quoted) then '(not quoted)' else left(text, 160) end as text,
    url,
from opinions
where
    audience = $audience
    and list_contains($weeks::date[], week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
    and ($theme::varchar is null or theme_id = $theme::varchar)
    and (
        $target::varchar is null
        or (source, post_id) in (select (source, post_id) from post_targets where target = $target::varchar)
    )
order by created_at desc, source, post_id
limit $most
