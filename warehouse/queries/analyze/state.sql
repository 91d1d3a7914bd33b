-- What a model must remember, as it was after a week, or after the last one before it ($week null: the newest).
select
    version,
    state,
    layers,
    week,
from model_states
where name = $name and ($week::date is null or week is null or week <= $week::date)
order by week desc nulls last
limit 1
