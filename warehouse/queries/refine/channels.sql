-- Every channel in the weeks before and from a change on, by week, as means over the weeks in which it was heard whole.
-- only_here: people of these weeks whom no other channel heard in them. Noise: off topic, flooded, from bots.
with
off as (
    select distinct
        source,
        post_id,
    from off_topic
),

heard as (
    select
        channel,
        date_trunc('week', day)::date as week,
    from channel_days
    where state = 'collected' and (day between $first and $last_before or day between $change and $last)
    group by all
    having count(*) = 7
),

spoken as (
    select
        c.channel,
        date_trunc('week', p.created_at at time zone getvariable('time_zone'))::date as week,
        coalesce(p.author_id, p.source || '/' || p.post_id) as author_id,
        v.flag is not null or o.post_id is not null as is_noise,
        v.role = 'original' as is_original,
    from post_channels as c
    inner join posts_by_person as p using (source, post_id)
    inner join voices as v using (source, post_id)
    left join off as o using (source, post_id)
    where
        p.deleted_at is null
        and not v.own
        and (p.created_at at time zone getvariable('time_zone'))::date between $first and $last
),

weekly as (
    select
        h.channel,
        h.week >= $change::date as is_after,
        h.week,
        count(distinct s.author_id) filter (where s.is_original and not s.is_noise) as n_authors,
        count(s.author_id) as n_posts,
        count(s.author_id) filter (where s.is_noise) as n_noise,
    from heard as h
    left join spoken as s on h.channel = s.channel and h.week = s.week
    group by all
),

places as (
    select
        author_id,
        week >= $change::date as is_after,
        min(channel) as channel,
    from spoken
    where is_original and not is_noise
    group by all
    having count(distinct channel) = 1
),

only_here as (
    select
        channel,
        is_after,
        count(*) as n_only_here,
    from places
    group by all
),

costs as (
    select
        channel,
        (started_at at time zone getvariable('time_zone'))::date >= $change::date as is_after,
        sum(cost_usd) as usd,
    from coverage
    where (started_at at time zone getvariable('time_zone'))::date between $first and $last
    group by all
)

select
    w.channel,
    w.is_after,
    count(*) as n_weeks,
    avg(w.n_authors) as n_authors,
    min(w.n_authors) as fewest,
    max(w.n_authors) as most,
    avg(w.n_posts) as n_posts,
    sum(w.n_noise) / nullif(sum(w.n_posts), 0) as noise,
    coalesce(any_value(o.n_only_here), 0) as n_only_here,
    coalesce(any_value(c.usd), 0) as usd,
from weekly as w
left join only_here as o on w.channel = o.channel and w.is_after = o.is_after
left join costs as c on w.channel = c.channel and w.is_after = c.is_after
group by w.channel, w.is_after
order by w.channel, w.is_after
