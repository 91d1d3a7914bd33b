-- One row for every voice that may count, whatever its audiences: an original post, not our own, not flagged, not gone, with
-- words of its writer's: an answer without words, or a rating alone, is nobody's opinion.
-- In the order of weeks, so that a query of some weeks reads little else.
-- What people said of a post wins over the model: the majority, then the latest; the probabilities stay the model's.
with
-- Most posts were found by one channel only and need not be compared.
found_often as (
    select
        source,
        post_id,
    from post_channels
    group by all
    having count(*) > 1
),

first_channels as (
    select
        source,
        post_id,
        channel,
    from post_channels
    anti join found_often using (source, post_id)
    union all
    select
        source,
        post_id,
        arg_min(channel, (first_fetched_at, channel)) as channel,
    from post_channels
    semi join found_often using (source, post_id)
    group by all
),

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
)

select
    v.rowid as post_number,
    date_trunc('week', p.created_at at time zone getvariable('time_zone'))::date as week,
    (p.created_at at time zone getvariable('time_zone'))::date as day,
    c.channel,
    p.source,
    p.post_id,
    coalesce(p.author_id, p.source || '/' || p.post_id) as author_id,
    p.author_id is not null as author_known,
    s.negative,
    s.neutral,
    s.positive,
    case when s.scored then coalesce(j.value, s.label) end as label,
    s.confidence,
    coalesce(s.scored, false) as scored,
    coalesce(s.lang, p.lang) as lang,
    t.theme_id,
    t.strength,
    p.title,
    p.text,
    p.url,
    p.kind,
    s.intents,
    p.thread_id,
    p.created_at,
    p.rating,
    p.rating_scale,
from posts_by_person as p
inner join voices as v using (source, post_id)
inner join first_channels as c using (source, post_id)
left join sentiment as s using (source, post_id)
left join judged as j on p.source = j.source and p.post_id = j.post_id and p.content_hash = j.content_hash
left join post_themes as t using (source, post_id)
where
    v.role = 'original'
    and v.flag is null
    and not v.own
    and p.deleted_at is null
    and p.kind != 'repost'
    and not p.only_quotes
    and trim(coalesce(p.title, '') || p.text) != ''
order by week, post_number
