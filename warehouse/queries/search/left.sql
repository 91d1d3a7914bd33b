-- Posts of the index that it should hold no longer, or in another wording.
select s.post
from search_posts as s
anti join search_now as n
    on s.source = n.source and s.post_id = n.post_id and s.read_hash = n.read_hash
