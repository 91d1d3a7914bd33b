-- Former ids of demands, and the demands that they became.
select
    former_id,
    demand_id,
from demand_aliases
order by former_id
