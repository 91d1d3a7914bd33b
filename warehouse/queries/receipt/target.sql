-- Net sentiment towards one name behind one figure, from the posts: positive minus negative over those that name it and are scored.
select
    100 * sum((t.label = 'positive')::integer - (t.label = 'negative')::integer) / count(*) as value,
    count(*) as n_posts,
    count(distinct o.author_id) as n_authors,
from opinions as o
inner join post_targets as t on o.source = t.source and o.post_id = t.post_id
where
    t.label is not null
    and t.role = $role
    and t.target = $target
    and o.audience = $audience
    and list_contains($weeks::date[], o.week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], o.channel))
