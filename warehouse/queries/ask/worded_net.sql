-- Net sentiment of the posts that hold all of some words, post by post; $worth as in receipt/net.sql.
with
worded as (
    select
        author_id,
        case
            when $worth::double[] is null then (label = 'positive')::integer - (label = 'negative')::integer
            else
                (
                    ($worth::double[])[1] * round(1e6 * negative)
                    + ($worth::double[])[2] * round(1e6 * neutral)
                    + ($worth::double[])[3] * round(1e6 * positive)
                ) / 1e6
        end as worth,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from opinions
    where
        scored
        and audience = $audience
        and list_contains($weeks::date[], week)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
)

select
    100 * sum(worth) / count(*) as value,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from worded
where
    len(list_filter(
        $groups::varchar[][], lambda ways: len(list_filter(ways, lambda way: contains(words, way))) = 0
    )) = 0
