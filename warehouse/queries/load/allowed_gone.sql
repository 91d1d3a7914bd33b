-- The deletions of one fetch without those of posts that were erased.
select *
from batch_gone
where
    sha256(concat_ws(chr(31), $salt, 'post', source, post_id)) not in (
        select key_hash from tombstones where kind = 'post'
    )
