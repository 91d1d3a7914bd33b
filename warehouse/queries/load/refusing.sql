-- Which tombstones the posts of one fetch met, and how often.
with
keys as (
    select
        'author' as kind,
        author_id as key_hash,
    from batch_posts
    union all
    select
        'author' as kind,
        handle_id as key_hash,
    from batch_posts
    where handle_id is distinct from author_id
    union all
    select
        'post' as kind,
        sha256(concat_ws(chr(31), $salt, 'post', source, post_id)) as key_hash,
    from batch_posts
)

select
    kind,
    key_hash,
    count(*) as n,
from keys
semi join tombstones using (kind, key_hash)
group by all
