-- The rows of `post_versions` that stand among the incoming ones.
delete from post_versions
where
    exists (
        select 1
        from incoming_versions as i
        where
            i.source = post_versions.source
            and i.post_id = post_versions.post_id
            and i.state_hash = post_versions.state_hash
    )
