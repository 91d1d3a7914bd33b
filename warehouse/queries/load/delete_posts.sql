-- The posts of which a newer state comes in.
delete from posts
where
    exists (
        select 1
        from incoming_posts as i
        where i.newer and i.known_hash is not null and i.source = posts.source and i.post_id = posts.post_id
    )
