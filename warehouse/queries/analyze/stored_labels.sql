-- The labels that the last analysis knew.
select
    source,
    post_id,
    content_hash,
    field,
    value,
    labeler,
    labelled_at,
from labels
