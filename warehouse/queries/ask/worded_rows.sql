-- Authors' counts, as in author_weeks, of the posts that hold all of some words ($groups: for each word the ways it is written).
with
worded as (
    select
        *,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from opinions
    where
        audience = $audience
        and list_contains($weeks::date[], week)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
)

select
    week,
    channel,
    theme_id,
    author_id,
    count(*) as n_posts,
    count(*) filter (where scored) as n_scored,
    count(*) filter (where label = 'negative') as n_negative,
    count(*) filter (where label = 'neutral') as n_neutral,
    count(*) filter (where label = 'positive') as n_positive,
    coalesce(sum(round(1e6 * negative)::bigint) filter (where scored), 0)::bigint as p_negative,
    coalesce(sum(round(1e6 * neutral)::bigint) filter (where scored), 0)::bigint as p_neutral,
    coalesce(sum(round(1e6 * positive)::bigint) filter (where scored), 0)::bigint as p_positive,
from worded
where
    len(list_filter(
        $groups::varchar[][], lambda ways: len(list_filter(ways, lambda way: contains(words, way))) = 0
    )) = 0
group by all
order by all
