-- The posts of one fetch, each once, beside what is known of them. `newer`: the fetch has the last word on the post.
-- Of a post that the source gives as deleted no words are taken.
with
hashed as (
    select
        * replace (
            case when deleted_at is null then title end as title,
            case when deleted_at is null then text else '' end as text
        ),
        case when deleted_at is null then md5(coalesce(title, '') || chr(31) || text) else '' end as content_hash,
    from batch_posts
    qualify row_number() over (
        partition by source, post_id
        order by
            deleted_at desc nulls last,
            counts_at desc nulls last,
            edited_at desc nulls last,
            md5(coalesce(title, '') || chr(31) || text)
    ) = 1
)

select
    h.*,
    $fetched_at::timestamptz as fetched_at,
    $fetch_id as fetch_id,
    p.content_hash as known_hash,
    p.first_fetched_at as known_first,
    p.post_id is null
    or ($fetched_at::timestamptz, $fetch_id) > (p.fetched_at, p.fetch_id) as newer,
from hashed as h
left join posts as p
    on h.source = p.source and h.post_id = p.post_id
