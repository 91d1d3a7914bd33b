-- Known posts that their source deleted, whose words may still be in landing, in snapshots or in reports.
select
    g.source,
    g.post_id,
    g.gone_at,
    p.first_fetched_at,
    array_agg(c.channel order by c.channel) as channels,
    date_trunc('week', p.created_at)::date as week,
from gone as g
inner join posts as p on g.source = p.source and g.post_id = p.post_id
inner join post_channels as c on g.source = c.source and g.post_id = c.post_id
where g.erased_at is null
group by all
