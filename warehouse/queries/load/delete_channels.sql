-- The posts of the channel that come in once more.
delete from post_channels
where
    channel = $channel
    and exists (
        select 1
        from incoming_channels as i
        where i.source = post_channels.source and i.post_id = post_channels.post_id
    )
