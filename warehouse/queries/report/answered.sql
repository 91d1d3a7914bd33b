-- What became of the questions of the last eight weeks, by half: the last four weeks, and the four before. By its members
-- means that the first answer was not ours.
with
whole as (
    select channel
    from channel_days
    where state = 'collected' and day between $week::date - 49 and $week::date + 6
    group by channel
    having count(*) = 56
)

select
    week > $week::date - 28 as is_recent,
    count(*) as n_questions,
    count(*) filter (where answered_at is not null) as n_answered,
    count(*) filter (where answered_by = 'others') as n_by_members,
    count(*) filter (where accepted) as n_accepted,
from questions
where
    audience = $audience
    and week between $week::date - 49 and $week
    and channel in (from whole)
group by all
order by is_recent
