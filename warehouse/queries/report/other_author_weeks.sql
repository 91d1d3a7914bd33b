-- Authors' counts of every other configured audience over the weeks of the trend, over all themes; authors are numbered in the
-- order of their ids. Rows are counted and put in order by one whole number each: audience (15 bits), then week and
-- channel (20 bits), then author (28 bits).
-- Texts as long as hashes would cost most of the time, with as many rows as all audiences have posts.
with
posts as (
    select
        post_number,
        week,
        channel,
        author_id,
        scored::integer as scored,
        coalesce(label = 'negative', false)::integer as is_negative,
        coalesce(label = 'neutral', false)::integer as is_neutral,
        coalesce(label = 'positive', false)::integer as is_positive,
        case when scored then coalesce(round(1e6 * negative)::integer, 0) else 0 end as p_negative,
        case when scored then coalesce(round(1e6 * neutral)::integer, 0) else 0 end as p_neutral,
        case when scored then coalesce(round(1e6 * positive)::integer, 0) else 0 end as p_positive,
    from opinion_posts
    where week between $first_week and $week
),

people as (
    select
        author_id,
        row_number() over (order by author_id) as person,
    from (select distinct author_id from posts)
),

places as (
    select
        week,
        channel,
        row_number() over (order by week, channel) as place,
    from (select distinct week, channel from posts)
),

others as (
    select
        audience,
        row_number() over (order by audience) as number,
    from (select distinct audience from audience_posts)
    where audience not in ($audience, 'everyone')
),

numbered as (
    select
        p.* exclude (week, channel, author_id),
        (place << 28) + person as said,
    from posts as p
    inner join people using (author_id)
    inner join places using (week, channel)
),

counted as (
    select
        (o.number << 48) + p.said as row_key,
        count(*) as n_posts,
        sum(p.scored)::bigint as n_scored,
        sum(p.is_negative)::bigint as n_negative,
        sum(p.is_neutral)::bigint as n_neutral,
        sum(p.is_positive)::bigint as n_positive,
        sum(p.p_negative)::bigint as p_negative,
        sum(p.p_neutral)::bigint as p_neutral,
        sum(p.p_positive)::bigint as p_positive,
    from audience_posts as a
    inner join others as o using (audience)
    inner join numbered as p using (post_number)
    group by all
)

select
    o.audience,
    places.week,
    places.channel,
    c.row_key & ((1 << 28) - 1) as author_id,
    c.* exclude (row_key),
from counted as c
inner join others as o on o.number = c.row_key >> 48
inner join places on places.place = (c.row_key >> 28) & ((1 << 20) - 1)
order by c.row_key
