-- The posts that tombstones name: by their own key or by who wrote them.
select
    source,
    post_id,
    kind,
    created_at,
from posts
where
    author_id in (select key_hash from tombstones where kind = 'author')
    or handle_id in (select key_hash from tombstones where kind = 'author')
    or sha256(concat_ws(chr(31), $salt, 'post', source, post_id)) in (
        select key_hash from tombstones where kind = 'post'
    )
