-- Each channel: its posts and how many of them the tried rules take; a post that two channels gave counts at both.
select
    f.channel,
    count(*) as posts,
    count(t.post_id) as hits,
from post_channels as f
inner join candidates as c on f.source = c.source and f.post_id = c.post_id
left join tried as t on f.source = t.source and f.post_id = t.post_id and t.audience = $audience
group by all
order by f.channel
