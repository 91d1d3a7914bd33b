-- Names of the themes.
select
    theme_id,
    label,
    keywords,
    names,
    first_week,
    state,
from themes
order by theme_id
