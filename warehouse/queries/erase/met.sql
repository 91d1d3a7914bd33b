-- What bears any of some names, or is any of some posts: posts, and when such were forgotten before.
with
named as (select unnest($names::varchar[]) as key_hash),

posts_met as (
    select count(*) as n_posts
    from posts as p
    where
        p.author_id in (select key_hash from named)
        or p.handle_id in (select key_hash from named)
        or sha256(concat_ws(chr(31), $salt, 'post', p.source, p.post_id)) in (select key_hash from named)
),

buried as (
    select min(t.erased_at) as erased_at
    from tombstones as t
    semi join named as n on t.key_hash = n.key_hash
)

select
    m.n_posts,
    b.erased_at,
from posts_met as m
cross join buried as b
