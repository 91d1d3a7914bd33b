-- One row where a state of the model is stored for the week.
select 1 as stored
from model_states
where name = $name and week is not distinct from $week::date
