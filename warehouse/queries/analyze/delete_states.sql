-- The state of this week, one of no week, and those older than what is kept.
delete from model_states
where
    name = $name
    and (week is null or week is not distinct from $week or week < $week::date - $kept)
