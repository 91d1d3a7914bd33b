-- What the doomed posts say, to look for afterwards: their words, older words and addresses.
select unnest([text, own_text, title, url]) as words
from posts
semi join doomed using (source, post_id)
union
select unnest([text, own_text, title]) as words
from post_versions
semi join doomed using (source, post_id)
