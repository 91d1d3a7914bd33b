-- Of each question how many posts are unsure, and how many of these nobody has judged.
with judged as (
    select distinct
        source,
        post_id,
        content_hash,
        field,
    from labels
)

select
    w.question,
    w.name,
    w.answered,
    count(q.post_id) as n_unsure,
    count(q.post_id) filter (where l.post_id is null) as n_waiting,
from own_questions as w
left join post_questions as q on w.question = q.question and q.answer = 'unsure'
left join judged as l
    on
        q.source = l.source
        and q.post_id = l.post_id
        and q.content_hash = l.content_hash
        and l.field = 'question:' || w.question
group by all
order by w.question
