-- The last analysis.
select
    finished_at,
    inputs,
    assignment,
    counts,
from analyses
