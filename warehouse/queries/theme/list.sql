-- The themes, the largest first.
select
    theme_id,
    label,
    n_posts,
    first_week,
    state,
    keywords,
from themes
order by n_posts desc, theme_id
