-- The themes by name.
select
    theme_id,
    label,
    first_week,
    state,
from themes
order by theme_id
