-- Our posts up to the end of this week, by account, channel and day.
select
    source,
    channel,
    handle_id,
    account_id,
    week,
    day,
    n_posts,
from own_posts
where week <= $week
order by all
