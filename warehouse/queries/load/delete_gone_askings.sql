-- Deleted posts ask nothing.
delete from post_askings
where
    exists (
        select 1
        from posts as p
        where p.source = post_askings.source and p.post_id = post_askings.post_id and p.deleted_at is not null
    )
    and exists (select 1 from touched as t where t.source = post_askings.source and t.post_id = post_askings.post_id)
