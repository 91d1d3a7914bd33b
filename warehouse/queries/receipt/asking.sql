-- People a week who made one demand, over the weeks of one side of something that was done: somebody who asks in two weeks counts in both.
with asked as (
    select
        o.week,
        count(*) as n_posts,
        count(distinct o.author_id) as n_authors,
    from post_demands as d
    inner join opinions as o on d.source = o.source and d.post_id = o.post_id
    where
        o.audience = $audience
        and list_contains($weeks::date[], o.week)
        and d.demand_id = $demand
    group by o.week
),

everyone as (
    select count(distinct o.author_id) as n_authors
    from post_demands as d
    inner join opinions as o on d.source = o.source and d.post_id = o.post_id
    where
        o.audience = $audience
        and list_contains($weeks::date[], o.week)
        and d.demand_id = $demand
)

select
    coalesce(sum(n_authors), 0)::double / len($weeks::date[]) as value,
    coalesce(sum(n_posts), 0)::bigint as n_posts,
    (select n_authors from everyone) as n_authors,
from asked
