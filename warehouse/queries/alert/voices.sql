-- Who said what when, of the kinds of subject that are asked for: a row for each post and subject, by audience. kind is '' for the
-- audience as a whole and 'rating' for its stars; a theme's parts are subjects
-- too, since what happens is seldom as wide as a theme.
with
voices as (
    select
        audience,
        source,
        post_id,
        author_id,
        channel,
        created_at,
        label,
        coalesce(theme_id, 'other') as theme_id,
        intents,
    from opinions
    where
        created_at >= $since::timestamptz
        and created_at < $until::timestamptz
        and list_contains($audiences, audience)
),

subjects as (
    select
        '' as kind,
        null as subject,
        audience,
        author_id,
        channel,
        created_at,
        label as value,
        theme_id as mood,
    from voices
    where list_contains($kinds, '')
    union all
    select
        'theme' as kind,
        theme_id as subject,
        audience,
        author_id,
        channel,
        created_at,
        label as value,
        theme_id as mood,
    from voices
    where list_contains($kinds, 'theme')
    union all
    select
        'theme' as kind,
        f.theme_id as subject,
        v.audience,
        v.author_id,
        v.channel,
        v.created_at,
        v.label as value,
        v.theme_id as mood,
    from voices as v
    inner join post_further_themes as f using (source, post_id)
    where list_contains($kinds, 'theme')
    union all
    select
        'theme' as kind,
        p.sub_theme_id as subject,
        v.audience,
        v.author_id,
        v.channel,
        v.created_at,
        v.label as value,
        v.theme_id as mood,
    from voices as v
    inner join post_sub_themes as p using (source, post_id)
    where list_contains($kinds, 'theme')
    union all
    select
        'intent' as kind,
        unnest(intents) as subject,
        audience,
        author_id,
        channel,
        created_at,
        label as value,
        theme_id as mood,
    from voices
    where list_contains($kinds, 'intent')
    union all
    select
        'name' as kind,
        t.target as subject,
        v.audience,
        v.author_id,
        v.channel,
        v.created_at,
        t.label as value,
        v.theme_id as mood,
    from voices as v
    inner join post_targets as t on v.source = t.source and v.post_id = t.post_id
    where list_contains($kinds, 'name')
    union all
    select
        'question' as kind,
        q.question as subject,
        v.audience,
        v.author_id,
        v.channel,
        v.created_at,
        v.label as value,
        v.theme_id as mood,
    from voices as v
    inner join post_questions as q on v.source = q.source and v.post_id = q.post_id
    where list_contains($kinds, 'question') and q.above
    union all
    select
        'rating' as kind,
        null as subject,
        audience,
        author_id,
        channel,
        created_at,
        round(greatest(1.0, least(5.0, 5.0 * rating / coalesce(rating_scale, 5.0))))::integer::varchar as value,
        'other' as mood,
    from ratings
    where
        list_contains($kinds, 'rating')
        and created_at >= $since::timestamptz
        and created_at < $until::timestamptz
        and list_contains($audiences, audience)
)

-- The hour by the company's clock, counted from 1970: what is compared are the same hours of a day.
select
    kind,
    subject,
    audience,
    value,
    mood,
    author_id,
    channel,
    epoch(date_trunc('hour', created_at at time zone $time_zone))::bigint // 3600 as hour,
from subjects
order by kind, subject nulls first, audience, hour, author_id, channel, value
