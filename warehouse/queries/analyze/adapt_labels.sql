-- Labelled posts that the models of English read, in the wording that was judged, and for how many posts each stands: within a
-- predicted tone all stand for equally many. Where people differ the majority counts, then the latest.
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
        p.source,
        p.post_id,
        nullif(coalesce(p.own_title, p.title), '') as title,
        coalesce(p.own_text, p.text) as text,
        p.lang,
        j.value,
        s.label as predicted,
    from judged as j
    inner join posts as p
        on j.source = p.source and j.post_id = p.post_id and j.content_hash = p.content_hash
    inner join sentiment as s
        on j.source = s.source and j.post_id = s.post_id and j.content_hash = s.content_hash
    where p.deleted_at is null and s.scored and not starts_with(s.model_version, 'words-')
),

frame as (
    select
        label as predicted,
        count(*) as n_posts,
    from sentiment
    where scored and not starts_with(model_version, 'words-')
    group by all
)

select
    k.source,
    k.post_id,
    k.title,
    k.text,
    k.lang,
    k.value,
    f.n_posts::double / count(*) over (partition by k.predicted) as stands_for,
from known as k
inner join frame as f using (predicted)
order by k.source, k.post_id
