-- The other hashes of the authors named: the ids behind a handle, the handles of an id.
with
named as (select unnest($names) as key_hash)

select p.author_id as key_hash
from posts as p
semi join named as n on p.handle_id = n.key_hash
where p.author_id is not null
union
select p.handle_id as key_hash
from posts as p
semi join named as n on p.author_id = n.key_hash
where p.handle_id is not null
