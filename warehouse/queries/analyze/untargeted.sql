-- Posts that may name something configured (`pattern` finds too much, never too little) and whose present wording this version of
-- the rules has not read. A post in which no name stands after all leaves no row and is looked at again: that costs little.
select
    p.source,
    p.post_id,
    p.content_hash,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    p.lang,
from posts as p
anti join post_targets as t
    on
        p.source = t.source
        and p.post_id = t.post_id
        and p.content_hash = t.content_hash
        and t.model_version = $version
where
    p.deleted_at is null
    and p.kind != 'repost'
    and regexp_matches(coalesce(p.own_title, p.title, '') || ' ' || coalesce(p.own_text, p.text), $pattern)
order by p.source, p.post_id
