-- Posts whose present wording this version of the model has not read.
select
    p.source,
    p.post_id,
    p.content_hash,
    p.title,
    p.text,
    p.lang,
from posts as p
anti join sentiment as s
    on
        p.source = s.source
        and p.post_id = s.post_id
        and p.content_hash = s.content_hash
        and s.model_version = $version
where p.deleted_at is null and p.kind != 'repost'
order by p.source, p.post_id
