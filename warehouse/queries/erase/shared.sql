-- Which pieces of words are in posts that are there.
with
pieces as (select unnest($pieces) as piece),

texts as (
    select distinct unnest([text, own_text, title, url]) as words
    from posts
)

select distinct p.piece
from pieces as p
inner join texts as t on contains(t.words, p.piece)
