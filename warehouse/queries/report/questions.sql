-- This week's questions and when we answered first.
select
    channel,
    asked_at,
    answered_at,
    own_answered_at,
from questions
where audience = $audience and week = $week
order by all
