-- How many of the incoming posts are new, and how many have a new wording.
select
    count(*) filter (where known_hash is null) as n_new,
    count(*) filter (where known_hash != content_hash and newer) as n_edited,
from incoming_posts
