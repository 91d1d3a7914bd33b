-- The further themes of the wanted posts as they were found last, the surest first in each post.
select
    f.source,
    f.post_id,
    f.theme_id,
    f.strength,
from post_further_themes as f
semi join wanted_posts as w on f.source = w.source and f.post_id = w.post_id
order by f.source, f.post_id, f.strength desc, f.theme_id
