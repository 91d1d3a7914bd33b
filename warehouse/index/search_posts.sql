-- The posts of the index, numbered by time.
select
    source,
    post_id,
    created_at,
    channel,
    own,
    flag,
    label,
    read_hash,
    row_number() over (order by created_at, source, post_id)::integer as post,
    len(words)::integer as n_words,
from search_cut
order by post
