-- The posts that a route takes, oldest first: of $since and later, where each condition that is given is met (null: it is not). Words
-- only of those that may be quoted.
select
    o.source,
    o.post_id,
    o.author_id as person,
    p.author_id,
    p.handle_id,
    o.channel,
    o.created_at,
    o.url,
    o.label as tone,
    t.label as theme,
    s.intents,
    case when n.post_id is null then nullif(coalesce(p.own_title, p.title), '') end as title,
    case when n.post_id is null then coalesce(p.own_text, p.text) end as text,
from opinions as o
inner join posts as p on o.source = p.source and o.post_id = p.post_id
left join sentiment as s on o.source = s.source and o.post_id = s.post_id
left join themes as t on o.theme_id = t.theme_id
left join not_quoted as n on o.source = n.source and o.post_id = n.post_id
where
    o.audience = 'everyone'
    and p.deleted_at is null
    and o.created_at >= $since::timestamptz
    and ($channels::varchar[] is null or list_contains($channels::varchar[], o.channel))
    and ($tones::varchar[] is null or list_contains($tones::varchar[], o.label))
    and ($intents::varchar[] is null or list_has_any(s.intents, $intents::varchar[]))
    and (
        $themes::varchar[] is null
        or list_contains($themes::varchar[], lower(o.theme_id))
        or list_contains($themes::varchar[], lower(t.label))
    )
    and (
        $audiences::varchar[] is null
        or (o.source, o.post_id) in (
            select (source, post_id)
            from post_audiences
            where list_contains($audiences::varchar[], audience)
        )
    )
    and (
        $questions::varchar[] is null
        or (o.source, o.post_id) in (
            select (source, post_id)
            from post_questions
            where answer = 'yes' and list_contains($questions::varchar[], question)
        )
    )
order by o.created_at, o.source, o.post_id
