-- Nothing is kept of what was read in deleted posts.
delete from post_meanings
where
    exists (
        select 1
        from posts as p
        where p.source = post_meanings.source and p.post_id = post_meanings.post_id and p.deleted_at is not null
    )
    and exists (select 1 from touched as t where t.source = post_meanings.source and t.post_id = post_meanings.post_id)
