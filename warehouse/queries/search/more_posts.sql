-- The posts to add, numbered after those that are there.
select
    source,
    post_id,
    created_at,
    channel,
    own,
    flag,
    label,
    read_hash,
    (
        row_number() over (order by created_at, source, post_id) + (select coalesce(max(post), 0) from search_posts)
    )::integer as post,
    len(words)::integer as n_words,
from search_cut
order by post
