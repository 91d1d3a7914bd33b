-- What each author said of each name, by week and channel; a post that names two counts once for each.
select
    o.week,
    o.channel,
    o.author_id,
    t.target,
    t.role,
    count(*) as n_posts,
    count(t.label) as n_scored,
    count(*) filter (where t.label = 'negative') as n_negative,
    count(*) filter (where t.label = 'neutral') as n_neutral,
    count(*) filter (where t.label = 'positive') as n_positive,
from opinions as o
inner join post_targets as t on o.source = t.source and o.post_id = t.post_id
where o.audience = $audience and o.week between $first_week and $week
group by all
order by all
