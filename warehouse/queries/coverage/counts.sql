-- What loading found in each fetch.
select
    fetch_id,
    n_new,
    n_edited,
    n_gone,
from coverage
