-- Posts that ask for something or report something broken: originals of the last weeks, ours apart, with what was read of them
-- before (wording and encoder the same), in the order in which they were written.
with
scores as (
    select
        source,
        post_id,
        intents,
    from found_scores
    union all
    select
        s.source,
        s.post_id,
        s.intents,
    from sentiment as s
    anti join found_scores as f on s.source = f.source and s.post_id = f.post_id
),

wanting as (
    select
        p.source,
        p.post_id,
        p.content_hash,
        nullif(coalesce(p.own_title, p.title), '') as title,
        coalesce(p.own_text, p.text) as text,
        p.created_at,
        unnest(list_intersect(s.intents, ['feature_request', 'bug_report'])) as intent,
    from posts as p
    inner join found_voices as v on p.source = v.source and p.post_id = v.post_id
    inner join scores as s on p.source = s.source and p.post_id = s.post_id
    where
        v.role = 'original'
        and v.flag is null
        and p.deleted_at is null
        and p.kind != 'repost'
        and p.created_at >= $since::timestamptz
        and not coalesce(p.handle_id in (select unnest($own)), false)
        and not coalesce(p.author_id in (select unnest($own)), false)
        and not coalesce(p.author_staff, false)
)

select
    w.source,
    w.post_id,
    w.content_hash,
    w.title,
    w.text,
    case w.intent when 'bug_report' then 'bug' else 'idea' end as kind,
    d.group_id,
    d.sentence,
    d.vector,
    n.post_id is not null as not_quoted,
from wanting as w
left join not_quoted as n on w.source = n.source and w.post_id = n.post_id
left join post_demands as d
    on
        w.source = d.source
        and w.post_id = d.post_id
        and w.content_hash = d.content_hash
        and case w.intent when 'bug_report' then 'bug' else 'idea' end = d.kind
        and d.model_version = $version
order by w.created_at, w.source, w.post_id, kind
