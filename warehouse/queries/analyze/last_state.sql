-- The last week after which the model's state was kept.
select max(week) as week,
from model_states
where name = $name
