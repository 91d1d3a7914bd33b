-- Who was heard where: for each audience and channel the authors of each of the last weeks, and the last day with a post.
select
    audience,
    channel,
    week,
    count(distinct author_id) as n_authors,
    count(*) as n_posts,
    max(day) as last_day,
from opinions
where week between $since and $week
group by all
order by all
