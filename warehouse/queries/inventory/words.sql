-- Names that many people use and no query has yet, by number of authors: hashtags, and words with a capital inside a sentence. The
-- newest example of each.
with
named as (
    select
        author_id,
        created_at,
        text,
        unnest(
            list_distinct(
                list_transform(
                    list_concat(
                        regexp_extract_all(text, '#[\p{L}\p{N}_]{3,30}'),
                        regexp_extract_all(text, '\p{Ll},? (\p{Lu}[\p{L}\p{N}]{2,24})', 1)
                    ),
                    lambda word: lower(word)
                )
            )
        ) as word,
    from opinions
    where audience = 'everyone' and week between $since and $week
)

select
    word,
    count(distinct author_id) as n_authors,
    arg_max(left(text, 160), created_at) as example,
from named
where not list_contains($known::varchar[], word)
group by all
having count(distinct author_id) >= $least
order by n_authors desc, word
limit $most
