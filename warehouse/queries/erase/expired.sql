-- Posts from before a moment, of the sources and kinds named; an empty list names all.
select
    p.source,
    p.post_id,
    p.kind,
    p.created_at,
from posts as p
anti join doomed as d on p.source = d.source and p.post_id = d.post_id
where
    p.created_at < $before
    and (len($sources::varchar[]) = 0 or list_contains($sources::varchar[], p.source))
    and (len($kinds::varchar[]) = 0 or list_contains($kinds::varchar[], p.kind))
