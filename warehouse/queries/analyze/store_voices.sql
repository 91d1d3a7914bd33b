-- Voices, with our own accounts marked: configured ones everywhere, and staff of a forum that is ours.
-- Ours carry no flag: an answer that helped ten people may be given ten times and is no bot's.
with
marked as (
    select
        v.source,
        v.post_id,
        v.voice_id,
        v.role,
        v.flag,
        coalesce(p.handle_id in (select unnest($own)), false)
        or coalesce(p.author_id in (select unnest($own)), false)
        or coalesce(p.author_staff, false) as own,
    from incoming_voices as v
    inner join posts as p on v.source = p.source and v.post_id = p.post_id
)

select
    source,
    post_id,
    voice_id,
    role,
    case when not own then flag end as flag,
    own,
from marked
