-- People a week who made one demand, over the weeks of one side of something that was done: somebody who asks in two weeks counts in both.
select
    count(distinct row(o.week, o.author_id))::double / len($weeks::date[]) as value,
    count(*) as n_posts,
    count(distinct o.author_id) as n_authors,
from post_demands as d
inner join opinions as o on d.source = o.source and d.post_id = o.post_id
where
    o.audience = $audience
    and list_contains($weeks::date[], o.week)
    and d.demand_id = $demand
