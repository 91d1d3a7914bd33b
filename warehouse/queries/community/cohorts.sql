-- People by the four weeks in which they were first heard, and how many of them spoke in each four weeks after (age 0: the same).
with
people as (
    select
        author_id,
        (($week::date - week) // 28)::integer as ago,
        max(($week::date - week) // 28) over (partition by author_id) as first_ago,
    from opinions
    where audience = $audience and week <= $week and author_known
)

select
    ($week::date - 28 * first_ago::integer - 21)::date as first_monday,
    (first_ago - ago)::integer as age,
    count(distinct author_id) as n_active,
    first_value(count(distinct author_id)) over (partition by first_ago order by first_ago - ago) as n_authors,
from people
group by first_ago, ago
order by first_monday, age
