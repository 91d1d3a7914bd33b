-- When each question of some weeks was asked, and when we answered first.
select
    asked_at,
    own_answered_at,
    author_id,
from questions
where
    audience = $audience
    and list_contains($weeks::date[], week)
    and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
order by all
