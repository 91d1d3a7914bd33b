-- A state that came back is the current one again, no version.
delete from post_versions
where
    exists (
        select 1
        from incoming_posts as i
        where
            i.newer
            and i.source = post_versions.source
            and i.post_id = post_versions.post_id
            and i.state_hash = post_versions.state_hash
    )
