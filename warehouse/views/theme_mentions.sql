-- What opinions are about: the main theme of each, and the further ones that single sentences are about.
select
    audience,
    week,
    day,
    channel,
    source,
    post_id,
    author_id,
    theme_id,
    true as main,
    label,
    scored,
    created_at,
from opinions
where theme_id is not null and theme_id != 'other'
union all
select
    o.audience,
    o.week,
    o.day,
    o.channel,
    o.source,
    o.post_id,
    o.author_id,
    f.theme_id,
    false as main,
    o.label,
    o.scored,
    o.created_at,
from opinions as o
inner join post_further_themes as f using (source, post_id)
