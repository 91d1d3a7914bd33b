-- One row for every rating that may count, whatever its audiences: not our own, not flagged, not gone. Those who gave stars and wrote
-- nothing are here too, who are no opinion; and those whose words are another's, for their stars are their own.
with rated as (
    select
        v.rowid as post_number,
        p.source,
        p.post_id,
        p.author_id,
        p.created_at,
        p.url,
        p.rating,
        p.rating_scale,
        not p.only_quotes and trim(coalesce(p.title, '') || p.text) != '' as has_words,
    from posts_by_person as p
    inner join voices as v using (source, post_id)
    where
        p.rating is not null
        and v.role != 'repost'
        and v.flag is null
        and not v.own
        and p.deleted_at is null
        and p.kind != 'repost'
),

first_channels as (
    select
        source,
        post_id,
        arg_min(channel, (first_fetched_at, channel)) as channel,
    from post_channels
    semi join rated using (source, post_id)
    group by all
)

select
    r.post_number,
    date_trunc('week', r.created_at at time zone getvariable('time_zone'))::date as week,
    (r.created_at at time zone getvariable('time_zone'))::date as day,
    c.channel,
    r.source,
    r.post_id,
    coalesce(r.author_id, r.source || '/' || r.post_id) as author_id,
    r.rating,
    r.rating_scale,
    r.has_words,
    o.label,
    r.url,
    r.created_at,
from rated as r
inner join first_channels as c using (source, post_id)
left join opinion_posts as o on r.post_number = o.post_number
