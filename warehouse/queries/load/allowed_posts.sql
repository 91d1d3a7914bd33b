-- The posts of one fetch without those that were erased, and without titles that replies repeat of these.
select
    * replace (
        case
            when
                kind not in ('reply', 'answer')
                or sha256(concat_ws(chr(31), $salt, 'title', source, title)) not in (
                    select key_hash from tombstones where kind = 'title'
                )
                then title
        end as title
    ),
from batch_posts
where
    coalesce(author_id, '') not in (select key_hash from tombstones where kind = 'author')
    and coalesce(handle_id, '') not in (select key_hash from tombstones where kind = 'author')
    and sha256(concat_ws(chr(31), $salt, 'post', source, post_id)) not in (
        select key_hash from tombstones where kind = 'post'
    )
    and sha256(concat_ws(chr(31), $salt, 'post', source, coalesce(repost_of, ''))) not in (
        select key_hash from tombstones where kind = 'post'
    )
