-- Posts that could be quoted, the most typical first, then by tone and time; personal details are looked for afterwards.
with
kept as (
    select
        o.source,
        o.post_id,
        o.author_id,
        o.channel,
        o.day,
        o.theme_id,
        o.strength,
        o.label,
        o.confidence,
        o.lang,
        o.text,
        o.url,
        p.likes,
        ' ' || regexp_replace(lower(coalesce(o.title, '') || ' ' || o.text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from opinions as o
    inner join posts as p on o.source = p.source and o.post_id = p.post_id
    anti join not_quoted as n on o.source = n.source and o.post_id = n.post_id
    where
        o.audience = $audience
        and list_contains($weeks::date[], o.week)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], o.channel))
        and ($theme::varchar is null or o.theme_id = $theme::varchar)
        and ($label::varchar is null or o.label = $label::varchar)
        and (
            $target::varchar is null
            or (o.source, o.post_id) in (select (source, post_id) from post_targets where target = $target::varchar)
        )
)

select * exclude (words)
from kept
where
    ($groups::varchar[][] is not null or $by_likes or length(text) between 30 and 400)
    and (
        $groups::varchar[][] is null
        or len(list_filter(
            $groups::varchar[][], lambda ways: len(list_filter(ways, lambda way: contains(words, way))) = 0
        )) = 0
    )
order by
    case when $by_likes then coalesce(likes, -1) end desc nulls last,
    strength desc nulls last,
    confidence desc,
    source,
    post_id
limit $most
