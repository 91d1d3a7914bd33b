-- Posts with a word of the brand, and whether they mean it: what `off_topic` takes out, and what it leaves (`hit`).
with
worded as (
    select
        source,
        post_id,
        community is not null or category is not null as at_home,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from posts
    where deleted_at is null
)

select
    source,
    post_id,
    at_home
    or (
        len(list_filter($exclude, lambda term: contains(words, term))) = 0
        and ($require = ['-'] or len(list_filter($require, lambda term: contains(words, term))) > 0)
    ) as hit,
from worded
where len(list_filter($terms, lambda term: contains(words, term))) > 0
