-- One row for every voice that may count, in each of its audiences.
select
    a.audience,
    o.* exclude (post_number),
from audience_posts as a
inner join opinion_posts as o using (post_number)
