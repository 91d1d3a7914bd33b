-- Posts and people heard in each audience and week.
select
    audience,
    week,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from opinions
group by all
order by week, audience
