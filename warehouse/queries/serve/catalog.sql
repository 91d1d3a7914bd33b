-- Every post that counts with what the explorer chooses posts by; an author is told by a number that says nothing of them.
select
    rowid as place,
    post_number,
    week,
    epoch_us(created_at) as created,
    channel,
    theme_id,
    label,
    strength,
    hash(author_id) as author,
from opinion_posts
