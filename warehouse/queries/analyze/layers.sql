-- The layers that belong to a state, by name.
select
    layer,
    state,
from model_layers
where list_contains($layers, layer)
