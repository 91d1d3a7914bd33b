-- Deleted posts lose their earlier states.
delete from post_versions
where
    exists (
        select 1
        from gone as g
        where
            g.source = post_versions.source
            and g.post_id = post_versions.post_id
            and g.gone_at >= post_versions.fetched_at
    )
    and exists (select 1 from touched as t where t.source = post_versions.source and t.post_id = post_versions.post_id)
