-- What a model must remember.
select
    version,
    state,
from model_states
where name = $name
