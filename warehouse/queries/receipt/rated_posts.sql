-- The ratings behind one mean, newest first, with the words beside them.
select
    r.day,
    r.channel,
    r.label,
    r.source,
    r.post_id,
    r.rating || coalesce(' of ' || r.rating_scale, '')
    || case
        when o.text is null then ''
        when (r.source, r.post_id) in (select (source, post_id) from not_quoted) then ': (not quoted)'
        else ': ' || left(o.text, 160)
    end as text,
    r.url,
from ratings as r
left join opinions as o on r.audience = o.audience and r.source = o.source and r.post_id = o.post_id
where
    r.audience = $audience
    and list_contains($weeks::date[], r.week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], r.channel))
    and r.rating_scale is not distinct from $scale::double
order by r.created_at desc, r.source, r.post_id
limit $most
