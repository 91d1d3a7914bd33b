-- The originals among the voices just found, without floods, bots and our own accounts: what themes are made of. Their keys, and a
-- hash of all that is read of each for its themes.
select
    p.source,
    p.post_id,
    p.content_hash,
    p.created_at,
    hash(p.title, p.text, p.lang) as read_hash,
from posts_by_person as p
inner join found_voices as v on p.source = v.source and p.post_id = v.post_id
where
    v.role = 'original'
    and v.flag is null
    and p.kind != 'repost'
    and not coalesce(p.handle_id in (select unnest($own)), false)
    and not coalesce(p.account_id in (select unnest($own)), false)
    and not coalesce(p.author_staff, false)
order by p.source, p.post_id
