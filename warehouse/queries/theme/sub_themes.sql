-- What one theme is made of in one audience: posts, people and tones of each of its sub-themes.
select
    s.sub_theme_id,
    s.label,
    s.keywords,
    count(*) as n_posts,
    count(distinct o.author_id) as n_authors,
    count(*) filter (where o.label = 'negative') as n_negative,
    count(*) filter (where o.label = 'neutral') as n_neutral,
    count(*) filter (where o.label = 'positive') as n_positive,
from opinions as o
inner join post_sub_themes as p using (source, post_id)
inner join sub_themes as s using (sub_theme_id)
where
    o.audience = $audience
    and o.theme_id = $theme
group by s.sub_theme_id, s.label, s.keywords
order by n_posts desc, s.sub_theme_id
