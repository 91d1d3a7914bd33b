-- What our own accounts wrote, by account, channel and day; reposts add no words and do not count.
with
first_channels as (
    select
        source,
        post_id,
        arg_min(channel, (first_fetched_at, channel)) as channel,
    from post_channels
    where (source, post_id) in (select (source, post_id) from voices where own)
    group by all
)

select
    p.source,
    c.channel,
    p.handle_id,
    p.author_id as account_id,
    date_trunc('week', p.created_at at time zone getvariable('time_zone'))::date as week,
    (p.created_at at time zone getvariable('time_zone'))::date as day,
    count(*) as n_posts,
from posts as p
inner join voices as v using (source, post_id)
inner join first_channels as c using (source, post_id)
where
    v.own
    and v.role != 'repost'
    and p.deleted_at is null
group by all
order by all
