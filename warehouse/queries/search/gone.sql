-- Posts of the index that the load in hand found to be gone.
with
touched as (
    select
        source,
        post_id,
    from incoming_posts
    union all
    select
        source,
        post_id,
    from incoming_gone
)

select s.post
from search_posts as s
inner join posts as p using (source, post_id)
semi join touched as t on s.source = t.source and s.post_id = t.post_id
where p.deleted_at is not null
