-- The posts of the week that were shown most often and those that most people reacted to, as far as their sources say so, and of
-- each channel one post with what the channel tells. Personal data are looked for afterwards.
with
counted as (
    select
        o.source,
        o.post_id,
        o.author_id,
        o.channel,
        o.day,
        o.theme_id,
        o.label,
        o.lang,
        o.title,
        o.text,
        o.url,
        nullif(p.views, 0) as views,
        coalesce(p.likes, p.votes, p.reposts, p.quotes, p.replies) is not null as counts_reactions,
        coalesce(p.likes, 0) + greatest(coalesce(p.votes, 0), 0) as likes,
        coalesce(p.reposts, 0) + coalesce(p.quotes, 0) as shares,
        coalesce(p.replies, 0) as replies,
        q.post_id is null as quotable,
    from opinions as o
    inner join posts as p on o.source = p.source and o.post_id = p.post_id
    left join not_quoted as q on o.source = q.source and o.post_id = q.post_id
    where
        o.audience = $audience
        and o.week = $week
),

ranked as (
    select
        *,
        row_number() over (
            order by quotable desc, views desc nulls last, source, post_id
        ) as by_views,
        row_number() over (
            order by quotable desc, likes + shares + replies desc, source, post_id
        ) as by_reactions,
        row_number() over (
            partition by channel
            order by source, post_id
        ) as of_channel,
        count(views) over (partition by channel) > 0 as channel_views,
        bool_or(counts_reactions) over (partition by channel) as channel_reactions,
    from counted
)

select * exclude (by_views, by_reactions, of_channel, counts_reactions),
from ranked
where by_views <= 20 or by_reactions <= 20 or of_channel = 1
order by source, post_id
