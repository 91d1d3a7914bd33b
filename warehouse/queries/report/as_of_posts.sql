-- The posts that were known at $known and written before $until (null: now), each in the state it had then. Counts are those of
-- today; what was deleted since has no words any more and stays deleted.
with
known as (
    select *
    from past.posts
    where
        ($known::timestamptz is null or first_fetched_at <= $known::timestamptz)
        and ($until::timestamptz is null or created_at < $until::timestamptz)
),

earlier as (
    select v.*
    from past.post_versions as v
    inner join known as k on v.source = k.source and v.post_id = k.post_id
    where
        v.known_from <= $known::timestamptz
        and k.known_from > $known::timestamptz
        and k.deleted_at is null
    qualify
        row_number() over (
            partition by v.source, v.post_id
            order by v.known_from desc, v.fetched_at desc, v.state_hash
        ) = 1
)

select k.*
from known as k
anti join earlier as e on k.source = e.source and k.post_id = e.post_id
union all by name
select
    k.* replace (
        e.content_hash as content_hash,
        e.state_hash as state_hash,
        e.title as title,
        e.text as text,
        e.own_title as own_title,
        e.own_text as own_text,
        e.quoted_chars as quoted_chars,
        e.kind as kind,
        e.thread_id as thread_id,
        e.parent_id as parent_id,
        e.lang as lang,
        e.author_staff as author_staff,
        e.author_flair as author_flair,
        e.author_groups as author_groups,
        e.author_domain as author_domain,
        e.community as community,
        e.category as category,
        e.tags as tags,
        e.answered as answered,
        e.accepted as accepted,
        e.links as links,
        e.media as media,
        e.alt_text as alt_text,
        e.poll as poll,
        e.sensitive as sensitive,
        e.visibility as visibility,
        e.marks as marks,
        e.rating as rating,
        e.rating_scale as rating_scale
    ),
from known as k
inner join earlier as e on k.source = e.source and k.post_id = e.post_id
