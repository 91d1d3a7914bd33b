-- All that an analysis reads of the tables, in one row that is the same where it is the same; counts of likes and the times of
-- fetches are not read.
select
    (
        select [count(*), bit_xor(hash(p))]
        from (
            select *
                exclude (
                    first_fetched_at, fetched_at, fetch_id, known_from, counts_at, likes, replies, reposts, quotes, views,
                    votes, reactions, bookmarks, author_followers, edited_at
                ),
            from posts
        ) as p
    ) as posts,
    (
        select [count(*), bit_xor(hash(source, post_id, channel, first_fetched_at))]
        from post_channels
    ) as channels,
    (select [count(*), bit_xor(hash(t))] from text_rules as t) as rules,
    (select count(*) from tombstones) as tombstones,
    (
        select min(p.created_at)
        from post_demands as d
        inner join posts as p on d.source = p.source and d.post_id = p.post_id
    ) as oldest_request,
    (
        select coalesce(max(ended_at) filter (where ended_at <= now() + interval 5 minute), max(ended_at))
        from coverage
    ) as known_at
