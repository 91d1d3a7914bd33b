-- The words of every original that is not gone, title first: what the index is made of.
select
    p.source,
    p.post_id,
    p.created_at,
    list_filter(
        string_split(words_of(concat_ws(' ', p.title, p.text)), ' '),
        lambda word: word != ''
    ) as words,
from posts as p
inner join voices as v using (source, post_id)
where
    v.role = 'original'
    and p.deleted_at is null
