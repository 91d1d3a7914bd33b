-- What people said on one channel, by week: the answers to a campaign, where it is the channel that hears them.
select
    week as monday,
    count(*) as n_posts,
from opinions
where audience = 'everyone' and channel = $channel
group by week
order by week
