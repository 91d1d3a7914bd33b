-- The originals among the voices just found whose wording has no signature of this version.
select
    p.source,
    p.post_id,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    p.lang,
    p.content_hash,
from posts as p
inner join found_voices as v on p.source = v.source and p.post_id = v.post_id
anti join post_signatures as s
    on
        p.source = s.source
        and p.post_id = s.post_id
        and p.content_hash = s.content_hash
        and s.model_version = $version
where v.role = 'original'
order by p.source, p.post_id
