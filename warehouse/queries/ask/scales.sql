-- The scales of the ratings of some weeks, the commonest first.
select
    rating_scale as scale,
    count(*) as n_posts,
from opinions
where
    audience = $audience
    and list_contains($weeks::date[], week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
    and rating is not null
group by all
order by n_posts desc, scale
