-- What posts want (praise, complaint, question and so on), by audience and week, of at least $least people.
select
    audience,
    week,
    intent,
    n_posts,
    n_authors,
from weekly_intents
where n_authors >= $least
order by all
