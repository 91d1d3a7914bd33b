-- Posts with a word of the brand that mean something else: an excluded word, or none of the required ones, beside it.
-- A post that answers in a thread or stands in a place of the brand's own is taken at its place's word.
with
worded as (
    select
        source,
        post_id,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from posts
    where community is null and category is null
)

select
    source,
    post_id,
    $name as name,
from worded
where
    len(list_filter($terms, lambda term: contains(words, term))) > 0
    and (
        len(list_filter($exclude, lambda term: contains(words, term))) > 0
        or ($require != ['-'] and len(list_filter($require, lambda term: contains(words, term))) = 0)
    )
