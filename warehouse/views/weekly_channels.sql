-- Where each audience was heard, week by week. A post counts for the channel that found it first.
select
    audience,
    week,
    channel,
    sum(n_posts)::bigint as n_posts,
    count(distinct author_id) as n_authors,
    100.0 * (sum(n_positive) - sum(n_negative)) / nullif(sum(n_scored), 0) as net,
from author_weeks
group by all
order by all
