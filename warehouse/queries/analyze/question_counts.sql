-- From how many posts the questions were learned, and from how many they could be. `fresh_scores` as in question_posts.
select
    (select count(*) from question_sources) as n_sources,
    (
        select count(*)
        from (
            select
                source,
                post_id,
                content_hash,
            from fresh_scores
            where scored and lang = 'en'
            union
            select
                s.source,
                s.post_id,
                s.content_hash,
            from sentiment as s
            where s.scored and s.lang = 'en'
        ) as r
        semi join (select * from posts where deleted_at is null and kind != 'repost') as p using (source, post_id, content_hash)
    ) as n_readable
