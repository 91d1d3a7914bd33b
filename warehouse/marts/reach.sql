-- Everything heard by audience and week, whatever its role: what stands beside the opinions and never among them.
with
facts as (
    select
        v.rowid as post_number,
        date_trunc('week', p.created_at at time zone getvariable('time_zone'))::date as week,
        p.deleted_at is not null as is_deleted,
        p.author_id is null as authorless,
        v.own,
        v.flag,
        v.role,
    from posts as p
    inner join voices as v using (source, post_id)
),

groups as (
    select
        a.audience,
        f.* exclude (post_number),
        count(*) as n,
    from audience_posts as a
    inner join facts as f using (post_number)
    group by all
)

select
    audience,
    week,
    sum(n)::bigint as n_posts,
    coalesce(sum(n) filter (where is_deleted), 0)::bigint as n_deleted,
    coalesce(sum(n) filter (where not is_deleted and own), 0)::bigint as n_own,
    coalesce(sum(n) filter (where not is_deleted and not own and flag = 'flood'), 0)::bigint as n_floods,
    coalesce(sum(n) filter (where not is_deleted and not own and flag = 'bot'), 0)::bigint as n_bots,
    coalesce(sum(n) filter (where not is_deleted and not own and flag is null and role = 'repost'), 0)::bigint as n_reposts,
    coalesce(sum(n) filter (where not is_deleted and not own and flag is null and role = 'copy'), 0)::bigint as n_copies,
    coalesce(sum(n) filter (where not is_deleted and not own and flag is null and role = 'original'), 0)::bigint as n_originals,
    coalesce(sum(n) filter (where authorless and not is_deleted), 0)::bigint as n_authorless,
from groups
group by all
order by all
