-- One row for every rating that may count, in each of its audiences.
select
    a.audience,
    r.* exclude (post_number),
from audience_posts as a
inner join rating_posts as r using (post_number)
