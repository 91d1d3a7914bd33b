-- Every change of what is listened to and for whom, the newest first; what was there at the first analysis is none.
select
    kind,
    id,
    lag(setting) over (partition by kind, id order by since) as before,
    setting as after,
    since,
from setups
qualify since > min(since) over ()
order by since desc, kind, id
