-- Rows that bear the id of another row of the fetch: how many are of another author, how many say other words.
select
    count(*) filter (where b.author_id is distinct from i.author_id) as n_authors,
    count(*) filter (
        where
            b.author_id is not distinct from i.author_id
            and md5(coalesce(b.title, '') || chr(31) || b.text) != i.content_hash
    ) as n_words,
from batch_posts as b
inner join incoming_posts as i
    on b.source = i.source and b.post_id = i.post_id
where b.deleted_at is null and i.deleted_at is null
