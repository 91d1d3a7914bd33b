-- How many of the incoming posts are new, how many have a new wording, and how many the source gives as deleted.
select
    count(*) filter (where known_hash is null) as n_new,
    count(*) filter (where known_hash != content_hash and newer and deleted_at is null) as n_edited,
    count(*) filter (where deleted_at is not null) as n_deleted,
from incoming_posts
