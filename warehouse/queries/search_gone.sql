-- Words of posts that are in the index and are gone by now.
select distinct
    i.post,
    i.word,
from search_places as i
inner join search_posts as s using (post)
inner join posts as p on s.source = p.source and s.post_id = p.post_id
where p.deleted_at is not null
