-- Posts or authors behind one figure.
select
    case when $what = 'authors' then count(distinct author_id) else count(*) end::double as value,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from opinions
where
    audience = $audience
    and list_contains($weeks::date[], week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
