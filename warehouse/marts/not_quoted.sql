-- Posts that are counted and not quoted: those of channels of which the configuration says so; and, where it says nothing, what
-- people wrote to few: tickets, mails, posts of a helpdesk, posts for followers.
with
told as (
    select
        c.source,
        c.post_id,
        bool_and(q.quote) as quote,
    from post_channels as c
    inner join channel_quotes as q using (channel)
    group by all
)

select
    p.source,
    p.post_id,
from posts as p
left join told as t using (source, post_id)
where
    not coalesce(
        t.quote,
        p.kind != 'ticket'
        and p.source not in ('mail', 'zendesk', 'djangohelpdesk')
        and coalesce(p.visibility, 'public') in ('public', 'unlisted')
    )
