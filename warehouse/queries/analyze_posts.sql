-- What is needed to find voices.
select
    source,
    post_id,
    author_id,
    kind,
    title,
    text,
    lang,
    created_at,
    repost_of,
    quote_of,
    community,
from posts
where deleted_at is null
order by source, post_id
