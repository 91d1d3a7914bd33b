-- Wishes: ideas of a forum, and posts that a model reads as a request.
select
    o.audience,
    o.week,
    o.day,
    o.channel,
    o.source,
    o.post_id,
    o.author_id,
    t.label as theme,
    o.title,
    o.text,
    o.url,
from opinions as o
left join themes as t using (theme_id)
where o.kind = 'idea' or list_contains(o.intents, 'feature_request')
order by o.audience, o.day desc, o.source, o.post_id
