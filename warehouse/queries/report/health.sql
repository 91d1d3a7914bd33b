-- The people of an audience over eight weeks up to this one, on the channels that were heard whole in all of them: those of the
-- last four weeks (new, stayed, or back after a pause), those of the four before, and who of these was not seen again.
with
whole as (
    select channel
    from channel_days
    where state = 'collected' and day between $week::date - 49 and $week::date + 6
    group by channel
    having count(*) = 56
),

people as (
    select
        author_id,
        min(week) as first_week,
        bool_or(week > $week::date - 28) as is_active,
        bool_or(week between $week::date - 49 and $week::date - 28) as was_active,
    from opinions
    where audience = $audience and week <= $week and author_known and channel in (from whole)
    group by all
)

select
    count(*) filter (where is_active) as n_active,
    count(*) filter (where was_active) as n_before,
    count(*) filter (where is_active and first_week > $week::date - 28) as n_new,
    count(*) filter (where is_active and was_active) as n_stayed,
    count(*) filter (where is_active and not was_active and first_week <= $week::date - 28) as n_back,
    count(*) filter (where was_active and not is_active) as n_lost,
from people
