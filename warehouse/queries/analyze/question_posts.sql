-- Posts that the questions are learned from, in an order that depends on the post alone: readable ones, as many as are asked for.
-- `fresh_scores` has the scores of posts that are not stored yet.
with
readable as (
    select
        source,
        post_id,
        content_hash,
    from fresh_scores
    where scored and lang = 'en'
    union all
    select
        s.source,
        s.post_id,
        s.content_hash,
    from sentiment as s
    anti join fresh_scores as f on s.source = f.source and s.post_id = f.post_id
    where s.scored and s.lang = 'en'
)

select
    p.source,
    p.post_id,
    p.content_hash,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
from posts as p
semi join readable as r using (source, post_id, content_hash)
where p.deleted_at is null and p.kind != 'repost'
order by md5('questions/' || p.source || '/' || p.post_id)
limit $most
