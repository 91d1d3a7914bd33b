-- What became known of one week's posts in an audience between two moments: new, changed, deleted, and labels given.
with
written as (
    select
        p.source,
        p.post_id,
        p.first_fetched_at,
        p.known_from,
        p.deleted_at,
    from posts as p
    inner join post_audiences as a using (source, post_id)
    where
        a.audience = $audience
        and p.created_at >= $start::timestamptz
        and p.created_at < $until::timestamptz
)

select
    count(*) filter (where first_fetched_at > $known::timestamptz and first_fetched_at <= $later::timestamptz) as n_late,
    count(*) filter (
        where first_fetched_at <= $known::timestamptz
        and deleted_at is null
        and known_from > $known::timestamptz
        and known_from <= $later::timestamptz
    ) as n_changed,
    count(*) filter (where deleted_at > $known::timestamptz and deleted_at <= $later::timestamptz) as n_deleted,
    (
        select count(*)
        from labels
        where field = 'sentiment' and labelled_at > $known::timestamptz and labelled_at <= $later::timestamptz
    ) as n_labels,
from written
