-- The most typical posts of one theme in one audience that may be quoted.
select
    source,
    post_id,
    day,
    channel,
    label,
    lang,
    thread_id,
    title,
    text,
    url,
    strength,
    author_id,
from opinions
anti join not_quoted using (source, post_id)
where
    audience = $audience
    and theme_id = $theme
order by strength desc, source, post_id
limit $most
