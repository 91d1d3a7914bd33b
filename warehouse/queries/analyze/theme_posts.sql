-- What is read for themes of the wanted posts.
select
    p.source,
    p.post_id,
    p.title,
    p.text,
    p.lang,
    p.author_id,
    p.created_at,
from posts_by_person as p
semi join wanted_posts as w on p.source = w.source and p.post_id = w.post_id
order by p.source, p.post_id
