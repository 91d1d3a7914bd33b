-- A sample of the texts of every theme in one audience, to find names in.
select
    theme_id,
    title,
    text,
from opinions
where
    audience = $audience
    and theme_id is not null
qualify row_number() over (partition by theme_id order by hash(post_id), source, post_id) <= $most
order by theme_id, text
