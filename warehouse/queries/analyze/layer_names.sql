-- The layers that are stored.
select layer,
from model_layers
order by layer
