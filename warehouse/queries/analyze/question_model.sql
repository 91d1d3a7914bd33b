-- What answers the questions, where every post that it was learned from is still there, edited or not.
select
    version,
    state,
from question_models
where
    not exists (
        select 1
        from question_sources as s
        anti join (select * from posts where deleted_at is null) as p
            on s.source = p.source and s.post_id = p.post_id
    )
