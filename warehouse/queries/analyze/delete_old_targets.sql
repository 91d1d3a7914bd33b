-- What other models read, and what was read of another wording.
delete from post_targets
where
    model_version != $version
    or not exists (
        select 1
        from posts as p
        where
            p.source = post_targets.source
            and p.post_id = post_targets.post_id
            and p.content_hash = post_targets.content_hash
    )
