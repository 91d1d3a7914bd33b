-- What was heard beside the opinions, this week.
select * exclude (audience, week)
from reach
where audience = $audience and week = $week
