-- Which pieces of words are in posts that are there, in any of their wordings or beside their words.
with
pieces as (select unnest($pieces) as piece),

texts as (
    select distinct unnest([text, own_text, title, url]) as words
    from posts
    union
    select distinct unnest(list_concat(links, alt_text, poll, tags)) as words
    from posts
    union
    select distinct unnest([text, own_text, title]) as words
    from post_versions
)

select distinct p.piece
from pieces as p
inner join texts as t on contains(t.words, p.piece)
