-- A sample of the texts of each theme in one audience and week, to judge whether its name is true of them.
select
    theme_id,
    title,
    text,
from opinions
where
    audience = $audience
    and week = $week
    and theme_id is not null
    and theme_id != 'other'
qualify row_number() over (partition by theme_id order by hash(post_id), source, post_id) <= 100
order by theme_id, text
