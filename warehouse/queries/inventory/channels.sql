-- For each channel: the last fetch that asked it, its last post of any kind, and what it cost in the last weeks.
with
asked as (
    select
        channel,
        max(ended_at) as last_asked,
        sum(cost_usd) filter (where ended_at >= $since::timestamptz) as cost_usd,
    from coverage
    where not recheck
    group by all
),

off as (
    select distinct
        source,
        post_id,
    from off_topic
),

spoken as (
    select
        c.channel,
        max(p.created_at) as last_post,
        count(*) filter (where p.created_at >= $since::timestamptz) as n_posts,
        count(*) filter (where p.created_at >= $since::timestamptz and o.post_id is not null) as n_off_topic,
        count(*) filter (where p.created_at >= $since::timestamptz and v.flag is not null) as n_flagged,
    from post_channels as c
    inner join posts as p using (source, post_id)
    left join off as o using (source, post_id)
    left join voices as v using (source, post_id)
    group by all
)

select
    coalesce(a.channel, s.channel) as channel,
    a.last_asked,
    s.last_post,
    coalesce(s.n_posts, 0) as n_posts,
    coalesce(s.n_off_topic, 0) as n_off_topic,
    coalesce(s.n_flagged, 0) as n_flagged,
    coalesce(a.cost_usd, 0) as cost_usd,
from asked as a
full join spoken as s on a.channel = s.channel
order by 1
