-- What people said of posts in their present wording, each labeler's last word; `given_labels` are the labels that stand. A post that
-- was answered stands for all posts of the same answer, shared among those of it that were judged.
with
judged as (
    select
        g.source,
        g.post_id,
        g.content_hash,
        replace(g.field, 'question:', '') as question,
        avg((g.value = 'on')::integer) as said,
    from given_labels as g
    where g.field like 'question:%'
    group by all
),

counts as (
    select
        question,
        answer,
        count(*) as n_posts,
    from post_questions
    group by all
)

select
    j.question,
    p.source,
    p.post_id,
    p.content_hash,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    j.said > 0.5 as yes,
    coalesce(c.n_posts / count(*) over (partition by j.question, q.answer), 1.0)::double as stands_for,
from judged as j
inner join posts as p using (source, post_id, content_hash)
left join post_questions as q
    on j.source = q.source and j.post_id = q.post_id and j.content_hash = q.content_hash and j.question = q.question
left join counts as c on j.question = c.question and q.answer = c.answer
where p.deleted_at is null
order by j.question, p.source, p.post_id
