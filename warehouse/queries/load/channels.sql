-- Which posts this channel found, with the earlier of the known first time and this one.
select
    i.source,
    i.post_id,
    $channel as channel,
    least(coalesce(min(c.first_fetched_at), $fetched_at::timestamptz), $fetched_at::timestamptz) as first_fetched_at,
from incoming_posts as i
left join post_channels as c
    on i.source = c.source and i.post_id = c.post_id and c.channel = $channel
group by all
