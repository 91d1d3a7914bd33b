-- Labelled posts of an audience with what the model says of them, and how many posts each stands for: drawn uniformly within a
-- predicted tone, it stands for all posts of that tone. Where people differ the majority counts, then the latest.
with
judged as (
    select
        source,
        post_id,
        content_hash,
        arg_max(value, (n, latest)) as value,
    from (
        select
            source,
            post_id,
            content_hash,
            value,
            count(*) as n,
            max(labelled_at) as latest,
        from labels
        where field = 'sentiment'
        group by all
    )
    group by all
),

known as (
    select
        s.negative::double as negative,
        s.neutral::double as neutral,
        s.positive::double as positive,
        s.label as predicted,
        j.value,
        j.source,
        j.post_id,
    from judged as j
    inner join sentiment as s on j.source = s.source and j.post_id = s.post_id and j.content_hash = s.content_hash
    inner join post_audiences as a on j.source = a.source and j.post_id = a.post_id
    inner join posts as p on j.source = p.source and j.post_id = p.post_id
    where
        s.scored
        and p.deleted_at is null
        and a.audience = $audience
),

frame as (
    select
        s.label as predicted,
        count(*) as n_posts,
    from opinions as o
    inner join sentiment as s using (source, post_id)
    where
        o.audience = $audience
        and s.scored
        and o.week between $since and $week
    group by all
)

select
    k.negative,
    k.neutral,
    k.positive,
    k.value,
    count(*) over (partition by k.predicted)::double / greatest(f.n_posts, 1) as chosen,
from known as k
inner join frame as f using (predicted)
order by k.source, k.post_id
