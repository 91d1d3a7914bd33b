-- What happened to one theme, or to all.
select
    number,
    week,
    theme_id,
    event,
    reason,
    person,
    decided_at,
from theme_events
where $theme::varchar is null or theme_id = $theme::varchar
order by number
