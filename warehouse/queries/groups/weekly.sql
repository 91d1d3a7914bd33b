-- Posts, people and net sentiment by audience and week; weeks of fewer than $least people are left out.
select
    audience,
    week,
    n_posts,
    n_authors,
    case when n_authors >= $least_net then net end as net,
from weekly_net
where n_authors >= $least
order by all
