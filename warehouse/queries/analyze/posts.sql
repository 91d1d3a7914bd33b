-- What is needed to find voices, by person; our own accounts marked as in store_voices.
select
    source,
    post_id,
    author_id,
    kind,
    title,
    text,
    quoted_chars is not null as quoting,
    lang,
    created_at,
    repost_of,
    quote_of,
    community,
    coalesce(handle_id in (select unnest($own)), false)
    or coalesce(account_id in (select unnest($own)), false)
    or coalesce(author_staff, false) as own,
from posts_by_person
where deleted_at is null
order by source, post_id
