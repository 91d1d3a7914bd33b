-- Every post that is on topic, with what the rules of an audience look at.
with
found as (
    select
        source,
        post_id,
        list(channel) as channels,
    from post_channels
    group by all
)

select
    p.source,
    p.post_id,
    p.kind,
    p.lang,
    p.community,
    p.category,
    p.author_flair,
    p.author_domain,
    f.channels,
    list_transform(p.tags, lambda tag: lower(tag)) as lower_tags,
    list_transform(p.author_groups, lambda name: lower(name)) as lower_groups,
    ' ' || regexp_replace(lower(coalesce(p.title, '') || ' ' || p.text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
from posts as p
inner join found as f on p.source = f.source and p.post_id = f.post_id
anti join off_topic as o on p.source = o.source and p.post_id = o.post_id
