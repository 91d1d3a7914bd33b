-- Posts that the tried rules take, and posts that they leave, drawn by a hash so that everyone sees the same ones.
with
drawn as (
    select
        t.post_id is not null as hit,
        p.source,
        p.post_id,
        nullif(coalesce(p.own_title, p.title), '') as title,
        coalesce(p.own_text, p.text) as text,
        p.url,
        row_number() over (
            partition by t.post_id is not null
            order by md5(p.source || '/' || p.post_id)
        ) as place,
    from posts as p
    inner join candidates as c on p.source = c.source and p.post_id = c.post_id
    left join tried as t on p.source = t.source and p.post_id = t.post_id and t.audience = $audience
    where p.deleted_at is null
)

select * exclude (place)
from drawn
where place <= $examples
order by hit desc, place
