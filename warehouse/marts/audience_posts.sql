-- Which post is in which audience, by the number that the marts give a post until they are filled anew.
select
    a.audience,
    v.rowid as post_number,
from post_audiences as a
inner join voices as v using (source, post_id)
