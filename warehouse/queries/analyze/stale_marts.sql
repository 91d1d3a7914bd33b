-- One row where posts were loaded after the last analysis, or there was none.
select max(loaded_at) as loaded_at
from loads
having
    max(loaded_at) > coalesce(
        greatest((select max(saved_at) from model_states), (select max(finished_at) from analyses)), '-infinity'::timestamptz
    )
