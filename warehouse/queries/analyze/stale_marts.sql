-- One row where posts were loaded after the last analysis saved its state, or there was none.
select max(loaded_at) as loaded_at
from loads
having
    max(loaded_at) > coalesce((select max(saved_at) from model_states), '-infinity'::timestamptz)
