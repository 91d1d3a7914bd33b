-- What one group added to a change of net sentiment: mix, tone or both ($part), from the posts of both periods. Groups that are
-- not in $groups are one, 'rest'.
with
scored_posts as (
    select
        list_contains($weeks::date[], week) as now,
        author_id,
        case when $part_of = 'channel' then channel else theme_id end as named,
        case
            when $worth::double[] is null then (label = 'positive')::integer - (label = 'negative')::integer
            else
                (
                    ($worth::double[])[1] * round(1e6 * negative)
                    + ($worth::double[])[2] * round(1e6 * neutral)
                    + ($worth::double[])[3] * round(1e6 * positive)
                ) / 1e6
        end as worth,
    from opinions
    where
        scored
        and audience = $audience
        and (list_contains($weeks::date[], week) or list_contains($before::date[], week))
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
),

cells as (
    select
        case when list_contains($groups::varchar[], named) then named else 'rest' end as name,
        count(*) filter (where now)::double as n1,
        count(*) filter (where not now)::double as n0,
        coalesce(sum(worth) filter (where now), 0) as b1,
        coalesce(sum(worth) filter (where not now), 0) as b0,
        count(distinct author_id) filter (where now) as n_authors,
    from scored_posts
    group by all
),

shares as (
    select
        name,
        n1,
        n_authors,
        n1 / sum(n1) over () as s1,
        n0 / sum(n0) over () as s0,
        coalesce(b1 / nullif(n1, 0), b0 / nullif(n0, 0), 0) as t1,
        coalesce(b0 / nullif(n0, 0), b1 / nullif(n1, 0), 0) as t0,
        (sum(b1) over () / sum(n1) over () + sum(b0) over () / sum(n0) over ()) / 2 as mean,
    from cells
)

select
    100 * case $part
        when 'mix' then (s1 - s0) * ((t0 + t1) / 2 - mean)
        when 'tone' then (s0 + s1) / 2 * (t1 - t0)
        else (s1 - s0) * ((t0 + t1) / 2 - mean) + (s0 + s1) / 2 * (t1 - t0)
    end as value,
    n1::bigint as n_posts,
    n_authors,
from shares
where name = $chosen
