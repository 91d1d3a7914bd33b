-- The posts of one audience, by the number that the marts give a post.
select post_number
from audience_posts
where audience = $audience
