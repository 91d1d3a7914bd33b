-- Posts to be judged for a question: half of them unsure, a quarter each yes and no, each drawn by a hash that depends on the seed
-- alone, so that a sample is uniform within an answer, the same for every labeler, and grows without losing what it had.
with
drawn as (
    select
        o.source,
        o.post_id,
        o.title,
        o.text,
        o.channel,
        o.day,
        q.answer,
        q.content_hash,
        row_number() over (
            partition by q.answer
            order by md5($seed || '/' || o.source || '/' || o.post_id)
        ) as place,
    from opinions as o
    inner join post_questions as q on o.source = q.source and o.post_id = q.post_id
    inner join posts as p on q.source = p.source and q.post_id = p.post_id and q.content_hash = p.content_hash
    where o.audience = $audience and q.question = $question and q.answer != 'unread'
)

select
    source,
    post_id,
    title,
    text,
    channel,
    day,
    answer,
    content_hash,
from drawn
where place <= case answer when 'unsure' then $n else $n / 2 end
order by
    place / case answer when 'unsure' then 2 else 1 end,
    answer,
    md5($seed || '/order/' || source || '/' || post_id)
limit $n
