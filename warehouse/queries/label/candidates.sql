-- Posts to be judged: of each predicted tone the first by a hash that depends on the seed alone, so that the sample is uniform
-- within a tone, the same for every labeler, and grows without losing what it had. Posts of the last weeks only.
with
drawn as (
    select
        o.source,
        o.post_id,
        o.title,
        o.text,
        o.channel,
        o.day,
        o.label as predicted,
        p.content_hash,
        row_number() over (
            partition by o.label
            order by md5($seed || '/' || o.source || '/' || o.post_id)
        ) as place,
    from opinions as o
    inner join posts as p using (source, post_id)
    where
        o.audience = $audience
        and o.scored
        and o.week > (select max(week) from opinions where audience = $audience) - to_days(7 * $weeks::integer)
)

select
    source,
    post_id,
    title,
    text,
    channel,
    day,
    predicted,
    content_hash,
from drawn
where place <= $each
order by md5($seed || '/order/' || source || '/' || post_id)
