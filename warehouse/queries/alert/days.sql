-- Authors with a negative post in the 24 hours that end at $until, and in the same hours of the 28 days before as far as they were
-- heard whole: over all themes (theme_id null, also where there were none) and by theme. same_kind: a working day as today, or
-- a weekend as today.
with
looks as (
    select
        ago,
        $until::timestamptz - to_days(ago::integer) as closes,
        (($until::timestamptz - to_days(ago::integer)) at time zone $time_zone)::date as day,
    from range(29) as r (ago)
),

kept as (
    select
        l.ago,
        l.closes,
        (isodow(l.day) >= 6) = (select isodow(day) >= 6 from looks where ago = 0) as same_kind,
    from looks as l
    where
        l.ago = 0
        or not exists (
            select 1
            from channel_days as c
            where c.state != 'collected' and c.day between l.day - 1 and l.day and list_contains($channels, c.channel)
        )
),

negative_posts as (
    select
        k.ago,
        k.same_kind,
        o.theme_id,
        o.author_id,
    from opinions as o
    inner join kept as k on o.created_at >= k.closes - interval 24 hours and o.created_at < k.closes
    where
        o.audience = $audience
        and o.label = 'negative'
)

select
    null as theme_id,
    k.ago,
    k.same_kind,
    count(distinct n.author_id) as n_authors,
from kept as k
left join negative_posts as n on k.ago = n.ago
group by all
union all
select
    theme_id,
    ago,
    same_kind,
    count(distinct author_id) as n_authors,
from negative_posts
where theme_id is not null
group by all
order by 1 nulls first, 2
