-- Who makes which demand, in an audience: one row a demand and person, with the weeks since they asked last, up to $today.
with
lives as (
    select
        author_id,
        max(created_at) - min(created_at) >= interval 7 days as is_known,
    from opinions
    where audience = 'everyone'
    group by all
),

asking as (
    select
        d.demand_id,
        o.author_id,
        o.channel,
        o.day,
        o.source,
        o.post_id,
        o.url,
        p.votes,
        p.likes,
    from post_demands as d
    inner join opinions as o on d.source = o.source and d.post_id = o.post_id
    inner join posts as p on d.source = p.source and d.post_id = p.post_id
    where o.audience = $audience and o.day <= $today
)

select
    a.demand_id,
    a.author_id,
    any_value(l.is_known) as is_known,
    count(*) as n_posts,
    min(a.day) as first_day,
    max(a.day) as last_day,
    greatest(max(a.votes), max(a.likes)) as votes,
    list_sort(list_distinct(list(a.channel))) as channels,
    arg_min(a.url, (a.day, a.source, a.post_id)) filter (where a.url is not null) as url,
from asking as a
inner join lives as l on a.author_id = l.author_id
group by all
order by a.demand_id, a.author_id
