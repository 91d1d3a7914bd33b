-- Posts that the index should hold and does not hold in this wording.
select n.*,
from search_now as n
anti join search_posts as s
    on n.source = s.source and n.post_id = s.post_id and n.read_hash = s.read_hash
