-- Days of channels in a span that were not heard whole, those that nothing is known of among them.
select
    (len($channels::varchar[]) * ($last_day::date - $first_day::date + 1) - count(*) filter (where state = 'collected'))::double
        as value,
    count(*) as n_posts,
    null::bigint as n_authors,
from channel_days
where day between $first_day::date and $last_day::date and list_contains($channels::varchar[], channel)
