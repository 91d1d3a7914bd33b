-- States that are not, or no longer, the current one: the old one of a changed post, the late one of a late file, together with
-- what is known of them. Each with when it was first and last seen; a deletion is compared with the latter.
with
passed as (
    select
        p.source,
        p.post_id,
        p.content_hash,
        p.state_hash,
        p.title,
        p.text,
        p.own_title,
        p.own_text,
        p.quoted_chars,
        p.kind,
        p.thread_id,
        p.parent_id,
        p.lang,
        p.author_staff,
        p.author_flair,
        p.author_groups,
        p.author_domain,
        p.community,
        p.category,
        p.tags,
        p.answered,
        p.accepted,
        p.links,
        p.media,
        p.alt_text,
        p.poll,
        p.sensitive,
        p.visibility,
        p.marks,
        p.rating,
        p.rating_scale,
        p.known_from,
        p.fetched_at,
    from posts as p
    inner join incoming_posts as i on p.source = i.source and p.post_id = i.post_id
    where i.newer and i.state_hash != p.state_hash and p.deleted_at is null
    union all
    select
        source,
        post_id,
        content_hash,
        state_hash,
        title,
        text,
        own_title,
        own_text,
        quoted_chars,
        kind,
        thread_id,
        parent_id,
        lang,
        author_staff,
        author_flair,
        author_groups,
        author_domain,
        community,
        category,
        tags,
        answered,
        accepted,
        links,
        media,
        alt_text,
        poll,
        sensitive,
        visibility,
        marks,
        rating,
        rating_scale,
        fetched_at as known_from,
        fetched_at,
    from incoming_posts
    where not newer and state_hash != known_state and deleted_at is null
)

select
    p.* replace (least(p.known_from, v.known_from) as known_from, greatest(p.fetched_at, v.fetched_at) as fetched_at),
from passed as p
left join post_versions as v
    on p.source = v.source and p.post_id = v.post_id and p.state_hash = v.state_hash
