-- Everything heard by audience and week, whatever its role: what stands beside the opinions and never among them.
select
    a.audience,
    date_trunc('week', p.created_at at time zone getvariable('time_zone'))::date as week,
    count(*) as n_posts,
    count(*) filter (where p.deleted_at is not null) as n_deleted,
    count(*) filter (where p.deleted_at is null and v.own) as n_own,
    count(*) filter (where p.deleted_at is null and not v.own and v.flag = 'flood') as n_floods,
    count(*) filter (where p.deleted_at is null and not v.own and v.flag = 'bot') as n_bots,
    count(*) filter (where p.deleted_at is null and not v.own and v.flag is null and v.role = 'repost') as n_reposts,
    count(*) filter (where p.deleted_at is null and not v.own and v.flag is null and v.role = 'copy') as n_copies,
    count(*) filter (where p.deleted_at is null and not v.own and v.flag is null and v.role = 'original') as n_originals,
    count(*) filter (where p.author_id is null and p.deleted_at is null) as n_authorless,
from posts as p
inner join voices as v using (source, post_id)
inner join post_audiences as a using (source, post_id)
group by all
order by all
