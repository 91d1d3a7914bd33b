-- What posts want, by audience and week: a post that wants two things counts for both.
select
    audience,
    week,
    intent,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from (
    select
        audience,
        week,
        author_id,
        unnest(intents) as intent,
    from opinions
)
group by all
order by all
