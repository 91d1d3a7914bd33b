-- Who named whom: for each author and week how many of the compared names, and whether ours was among them. Words are cut only
-- where a term occurs at all (`pattern` finds too much, never too little).
with
worded as (
    select
        week,
        channel,
        author_id,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from opinions
    where
        audience = $audience
        and week between $first_week and $week
        and regexp_matches(coalesce(title, '') || ' ' || text, $pattern)
),

names as (
    select unnest($names, max_depth := 2),
)

select
    w.week,
    w.channel,
    w.author_id,
    n.name,
    n.ours,
from worded as w
inner join names as n
    on
        len(list_filter(n.terms, lambda term: contains(w.words, term))) > 0
        and (n.require = ['-'] or len(list_filter(n.require, lambda term: contains(w.words, term))) > 0)
        and len(list_filter(n.exclude, lambda term: contains(w.words, term))) = 0
group by all
order by all
