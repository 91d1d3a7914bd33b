-- fail: nothing that was erased by its author is here
select
    source,
    post_id,
from posts
where
    author_id in (select key_hash from tombstones where kind = 'author')
    or handle_id in (select key_hash from tombstones where kind = 'author');

-- warn: every erasure has reached landing, the file, snapshots and reports
select erasure_id from erasures
where finished_at is null
