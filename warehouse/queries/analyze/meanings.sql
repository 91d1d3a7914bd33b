-- What the encoder of this version read in posts before.
select
    words_hash,
    vector,
from post_meanings
where model_version = $version
order by source, post_id
