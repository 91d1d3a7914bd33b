-- Share of voice behind one figure, from the posts: namings of ours among all namings of compared names, each author counting
-- once a name.
with
worded as (
    select
        week,
        author_id,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from opinions
    where
        audience = $audience
        and list_contains($weeks::date[], week)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
),

names as (
    select unnest($names, max_depth := 2),
),

namings as (
    select distinct
        w.week,
        w.author_id,
        n.name,
        n.ours,
    from worded as w
    inner join names as n
        on
            len(list_filter(n.terms, lambda term: contains(w.words, term))) > 0
            and (n.require = ['-'] or len(list_filter(n.require, lambda term: contains(w.words, term))) > 0)
            and len(list_filter(n.exclude, lambda term: contains(w.words, term))) = 0
)

select
    100 * count(*) filter (where ours) / count(*) as value,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from namings
