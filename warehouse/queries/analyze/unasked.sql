-- Posts whose present wording this version of the questions has not read. Those in a language that the models of English do not read
-- are not readable; `fresh_scores` has the scores of posts that are not stored yet.
with
languages as (
    select
        source,
        post_id,
        content_hash,
        scored and lang = 'en' as readable,
    from fresh_scores
    union all
    select
        s.source,
        s.post_id,
        s.content_hash,
        s.scored and s.lang = 'en' as readable,
    from sentiment as s
    anti join fresh_scores as f on s.source = f.source and s.post_id = f.post_id
)

select
    p.source,
    p.post_id,
    p.content_hash,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    coalesce(l.readable, false) as readable,
from posts as p
left join languages as l using (source, post_id, content_hash)
anti join post_questions as q
    on
        p.source = q.source
        and p.post_id = q.post_id
        and p.content_hash = q.content_hash
        and q.model_version = $version
where p.deleted_at is null and p.kind != 'repost'
order by p.source, p.post_id
