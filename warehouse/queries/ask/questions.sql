-- Questions of some weeks, and how many people asked them: how many ('asked'), how many without an answer by anybody ('open'), the share answered in percent ('answered').
select
    case $what
        when 'asked' then count(*)
        when 'open' then count(*) filter (where answered_at is null)
        else 100 * count(*) filter (where answered_at is not null) / count(*)
    end::double as value,
    count(*) as n_posts,
    case $what
        when 'asked' then count(distinct author_id)
        when 'open' then count(distinct author_id) filter (where answered_at is null)
        else count(distinct author_id) filter (where answered_at is not null)
    end as n_authors,
from questions
where
    audience = $audience
    and list_contains($weeks::date[], week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
