-- The posts of one fetch, each once, beside what is known of them. `newer`: the fetch has the last word on the post.
-- Of a post that the source gives as deleted no words are taken.
with
hashed as (
    select
        * exclude (place_in_fetch) replace (
            case when deleted_at is null then title end as title,
            case when deleted_at is null then text else '' end as text,
            case when deleted_at is null then own_title end as own_title,
            case when deleted_at is null then own_text end as own_text,
            case when deleted_at is null then quoted_chars end as quoted_chars
        ),
        case when deleted_at is null then md5(coalesce(title, '') || chr(31) || text) else '' end as content_hash,
    from (select *, row_number() over () as place_in_fetch from batch_posts)
    qualify row_number() over (
        partition by source, post_id
        order by
            deleted_at desc nulls last,
            counts_at desc nulls last,
            edited_at desc nulls last,
            place_in_fetch desc
    ) = 1
),

states as (
    select
        *,
        case
            when deleted_at is null
                then
                    md5(
                        content_hash
                        || chr(31) || coalesce(kind, '')
                        || chr(31) || coalesce(thread_id, '')
                        || chr(31) || coalesce(parent_id, '')
                        || chr(31) || coalesce(lang, '')
                        || chr(31) || coalesce(author_staff::varchar, '')
                        || chr(31) || coalesce(author_flair, '')
                        || chr(31) || coalesce(array_to_string(author_groups, chr(30)), '')
                        || chr(31) || coalesce(author_domain, '')
                        || chr(31) || coalesce(community, '')
                        || chr(31) || coalesce(category, '')
                        || chr(31) || coalesce(array_to_string(tags, chr(30)), '')
                        || chr(31) || coalesce(answered::varchar, '')
                        || chr(31) || coalesce(accepted::varchar, '')
                        || coalesce(chr(31) || 'links=' || nullif(array_to_string(links, chr(30)), ''), '')
                        || coalesce(chr(31) || 'media=' || nullif(array_to_string(media, chr(30)), ''), '')
                        || coalesce(chr(31) || 'alt_text=' || nullif(array_to_string(alt_text, chr(30)), ''), '')
                        || coalesce(chr(31) || 'poll=' || nullif(array_to_string(poll, chr(30)), ''), '')
                        || coalesce(chr(31) || 'sensitive=' || sensitive::varchar, '')
                        || coalesce(chr(31) || 'visibility=' || visibility::varchar, '')
                        || coalesce(chr(31) || 'rating=' || rating::varchar, '')
                        || coalesce(chr(31) || 'rating_scale=' || rating_scale::varchar, '')
                        || coalesce(chr(31) || 'marks=' || nullif(array_to_string(marks, chr(30)), ''), '')
                    )
            else ''
        end as state_hash,
    from hashed
)

select
    h.*,
    $fetched_at::timestamptz as fetched_at,
    $fetch_id as fetch_id,
    p.content_hash as known_hash,
    p.state_hash as known_state,
    p.known_from as state_known_from,
    p.first_fetched_at as known_first,
    p.post_id is null
    or ($fetched_at::timestamptz, $fetch_id) > (p.fetched_at, p.fetch_id) as newer,
from states as h
left join posts as p
    on h.source = p.source and h.post_id = p.post_id
