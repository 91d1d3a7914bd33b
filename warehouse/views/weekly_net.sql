-- Net sentiment by audience and week as it is counted: without the corrections and the intervals of the report.
select
    audience,
    week,
    sum(n_posts)::bigint as n_posts,
    sum(n_scored)::bigint as n_scored,
    count(distinct author_id) as n_authors,
    sum(n_negative)::bigint as n_negative,
    sum(n_neutral)::bigint as n_neutral,
    sum(n_positive)::bigint as n_positive,
    100.0 * (sum(n_positive) - sum(n_negative)) / nullif(sum(n_scored), 0) as net,
from author_weeks
group by all
order by all
