-- Deleted posts make no demand.
delete from post_demands
where
    exists (
        select 1
        from posts as p
        where p.source = post_demands.source and p.post_id = post_demands.post_id and p.deleted_at is not null
    )
    and exists (select 1 from touched as t where t.source = post_demands.source and t.post_id = post_demands.post_id)
