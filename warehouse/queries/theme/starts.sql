-- Where each theme of one audience began, and how far it has spread in one week; no author is named.
with
mine as (
    select *
    from theme_mentions
    where audience = $audience and week <= $week
),

firsts as (
    select
        theme_id,
        arg_min(
            { 'source': source, 'post_id': post_id, 'channel': channel, 'day': day },
            (created_at, source, post_id)
        ) as post,
    from mine
    group by all
),

starts as (
    select
        f.theme_id,
        list(distinct m.audience order by m.audience) as first_audiences,
    from firsts as f
    inner join theme_mentions as m
        on f.theme_id = m.theme_id and f.post.source = m.source and f.post.post_id = m.post_id
    where m.audience != 'everyone'
    group by all
),

spread as (
    select
        i.theme_id,
        count(distinct i.channel) as n_channels,
        count(distinct m.audience) as n_audiences,
    from mine as i
    left join theme_mentions as m
        on i.theme_id = m.theme_id and i.source = m.source and i.post_id = m.post_id and m.audience != 'everyone'
    where i.week = $week
    group by all
)

select
    t.theme_id,
    t.label as theme,
    f.post.day as first_seen,
    f.post.channel as first_channel,
    coalesce(s.first_audiences, []) as first_audiences,
    coalesce(p.n_channels, 0) as n_channels,
    coalesce(p.n_audiences, 0) as n_audiences,
from firsts as f
inner join themes as t using (theme_id)
left join starts as s using (theme_id)
left join spread as p using (theme_id)
order by t.theme_id
