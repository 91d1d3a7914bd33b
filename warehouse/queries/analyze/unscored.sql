-- Posts whose present wording none of these versions (the models of English, the word lists of other languages) has read.
select
    p.source,
    p.post_id,
    p.content_hash,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    p.lang,
from posts as p
anti join sentiment as s
    on
        p.source = s.source
        and p.post_id = s.post_id
        and p.content_hash = s.content_hash
        and list_contains($versions, s.model_version)
where p.deleted_at is null and p.kind != 'repost'
order by p.source, p.post_id
