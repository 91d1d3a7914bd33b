-- Until when the data is known, in seconds since 1970.
select
    epoch(coalesce(max(ended_at) filter (where ended_at <= now() + interval 5 minute), max(ended_at)))::double as value,
    null::bigint as n_posts,
    null::bigint as n_authors,
from coverage
