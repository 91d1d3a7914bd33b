-- What other versions of the questions answered, and what was answered by another wording.
delete from post_questions
where
    model_version != $version
    or not exists (
        select 1
        from posts as p
        where
            p.source = post_questions.source
            and p.post_id = post_questions.post_id
            and p.content_hash = post_questions.content_hash
            and p.deleted_at is null
    )
