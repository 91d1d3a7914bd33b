-- Questions of an audience that were asked again: those of groups that several people asked, and those beneath which somebody may have
-- said that they have the same; in the order in which they were asked.
with
asked as (
    select
        k.group_id,
        k.sentence,
        k.vector,
        o.source,
        o.post_id,
        o.author_id,
        o.author_known,
        o.created_at,
        o.day,
        o.channel,
        o.theme_id,
        o.title,
        o.text,
        o.url,
        coalesce(o.thread_id, o.post_id) as thread_id,
    from post_askings as k
    inner join opinions as o on k.source = o.source and k.post_id = o.post_id
    where o.audience = $audience
),

again as (
    select group_id
    from asked
    group by all
    having count(distinct author_id) > 1
    union
    select a.group_id
    from asked as a
    inner join posts as r on a.source = r.source and a.thread_id = coalesce(r.thread_id, r.parent_id)
    where
        r.post_id != a.post_id
        and r.deleted_at is null
        and regexp_matches(
            left(r.text, 200), 'same|me too|us too|\+ ?1|seconded|\bany |did you|know|bump|hier auch|gleich|dasselbe|geht mir auch|neuigkeiten',
            'i'
        )
)

select
    a.*,
    n.post_id is null as quotable,
    coalesce(p.answered, false) as marked,
from asked as a
semi join again as g on a.group_id = g.group_id
inner join posts as p on a.source = p.source and a.post_id = p.post_id
left join not_quoted as n on a.source = n.source and a.post_id = n.post_id
order by a.created_at, a.source, a.post_id
