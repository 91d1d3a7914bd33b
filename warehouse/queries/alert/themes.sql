-- Names of the themes and of their parts.
select
    theme_id,
    label,
from themes
union all
select
    sub_theme_id as theme_id,
    label,
from sub_themes
order by 1
