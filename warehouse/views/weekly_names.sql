-- What is said of each brand, product and rival, by audience and week: a post that names two counts for both.
select
    o.audience,
    o.week,
    t.role,
    t.target as name,
    count(*) as n_posts,
    count(t.label) as n_scored,
    count(distinct o.author_id) as n_authors,
    100.0 * (count(*) filter (where t.label = 'positive') - count(*) filter (where t.label = 'negative'))
    / nullif(count(t.label), 0) as net,
from opinions as o
inner join post_targets as t on o.source = t.source and o.post_id = t.post_id
group by all
order by all
