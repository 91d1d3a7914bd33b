-- How many posts and people some filters leave in one audience, as they are and with some of them widened ($steps: which weeks,
-- and which of the filters still count).
with
chosen as (
    select
        o.author_id,
        o.week,
        $theme::varchar is null or o.theme_id = $theme::varchar as on_theme,
        $channel::varchar is null or o.channel = $channel::varchar as on_channel,
        $tone::varchar is null or o.label = $tone::varchar as in_tone,
        $name::varchar is null
        or (o.source, o.post_id) in (select (source, post_id) from post_targets where target = $name::varchar) as with_name,
    from opinions as o
    where
        o.audience = $audience
        and o.week between $first_week and $week
),

steps as (
    select unnest($steps, max_depth := 2),
)

select
    s.step,
    count(c.author_id) as n_posts,
    count(distinct c.author_id) as n_authors,
from steps as s
left join chosen as c
    on
        c.week >= s.since
        and (c.on_theme or not s.by_theme)
        and (c.on_channel or not s.by_channel)
        and (c.in_tone or not s.by_tone)
        and (c.with_name or not s.by_name)
group by s.step
order by s.step
