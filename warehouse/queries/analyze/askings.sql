-- Questions that begin a thread: originals, ours apart, with what was read of them before (wording and version the same), in the
-- order in which they were asked.
select
    p.source,
    p.post_id,
    p.content_hash,
    p.kind = 'question' as is_question,
    case when a.post_id is null then nullif(coalesce(p.own_title, p.title), '') end as title,
    case when a.post_id is null then left(coalesce(p.own_text, p.text), 6000) end as text,
    a.group_id,
    a.sentence,
    a.vector,
from posts as p
inner join found_voices as v on p.source = v.source and p.post_id = v.post_id
left join post_askings as a
    on
        p.source = a.source
        and p.post_id = a.post_id
        and p.content_hash = a.content_hash
        and a.model_version = $version
where
    v.role = 'original'
    and v.flag is null
    and p.deleted_at is null
    and not coalesce(p.handle_id in (select unnest($own)), false)
    and not coalesce(p.author_id in (select unnest($own)), false)
    and not coalesce(p.author_staff, false)
    and (
        p.kind = 'question'
        or (
            p.kind in ('post', 'ticket', 'issue')
            and contains(
                coalesce(p.own_title, p.title, '') || ' ' || coalesce(p.own_text, p.text), '?'
            )
        )
    )
order by p.created_at, p.source, p.post_id
