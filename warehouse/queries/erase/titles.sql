-- Keyed hashes of the titles of doomed posts that are long enough to be theirs alone; replies often repeat them.
select distinct sha256(concat_ws(chr(31), $salt, 'title', p.source, p.title)) as key_hash
from posts as p
semi join doomed as d on p.source = d.source and p.post_id = d.post_id
where length(p.title) >= $shortest
