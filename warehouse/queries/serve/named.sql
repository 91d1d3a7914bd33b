-- The posts that speak of one name, by the number that the marts give a post.
select distinct o.post_number
from post_targets as t
inner join opinion_posts as o using (source, post_id)
where t.target = $name
