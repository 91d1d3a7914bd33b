-- Net sentiment behind one figure, from the posts: positive minus negative over scored ones; with $worth each tone's
-- probability counts what it is worth after the correction with labels.
select
    100 * sum(
        case
            when $worth::double[] is null then (label = 'positive')::integer - (label = 'negative')::integer
            else
                (
                    ($worth::double[])[1] * round(1e6 * negative)
                    + ($worth::double[])[2] * round(1e6 * neutral)
                    + ($worth::double[])[3] * round(1e6 * positive)
                ) / 1e6
        end
    ) / count(*) as value,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from opinions
where
    scored
    and audience = $audience
    and list_contains($weeks::date[], week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
    and ($theme::varchar is null or theme_id = $theme::varchar)
