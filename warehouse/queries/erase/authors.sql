-- Every author that posts show, by id and by handle.
select author_id as key_hash
from posts
where author_id is not null
union
select handle_id as key_hash
from posts
where handle_id is not null
