-- Posts with one author_id for all accounts that the configuration joins to one person, and with the words that are its writer's.
select
    p.source,
    p.post_id,
    coalesce(i.person_id, h.person_id, p.author_id) as author_id,
    coalesce(i.basis, h.basis) as person_basis,
    p.handle_id,
    p.author_id as account_id,
    p.author_staff,
    p.kind,
    p.thread_id,
    p.parent_id,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    p.quoted_chars,
    coalesce(p.own_text = '' and coalesce(p.own_title, p.title, '') = '', false) as only_quotes,
    p.lang,
    p.url,
    p.community,
    p.created_at,
    p.deleted_at,
    p.repost_of,
    p.quote_of,
    p.accepted,
    p.content_hash,
from posts as p
left join people as i on p.author_id = i.key_hash
left join people as h on p.handle_id = h.key_hash
