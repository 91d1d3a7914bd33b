-- Records refused in fetches whose window touches this week, by channel.
select
    c.channel,
    count(*) as n_refused,
from quarantine as q
inner join coverage as c using (fetch_id)
where c.window_start < $until and c.window_end > $start
group by all
order by all
