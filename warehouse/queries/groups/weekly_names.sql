-- Posts, people and net sentiment towards each brand, product and rival, by audience and week, of at least $least people.
select
    audience,
    week,
    role,
    name,
    n_posts,
    n_authors,
    case when n_authors >= $least_net then net end as net,
from weekly_names
where n_authors >= $least
order by all
