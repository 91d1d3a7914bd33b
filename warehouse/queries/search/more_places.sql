-- Where every word of the posts to add stands, sorted by word.
with
cut as (
    select
        s.post,
        unnest(c.words) as written,
        unnest(range(1, len(c.words) + 1))::integer as place,
    from search_cut as c
    inner join search_posts as s using (source, post_id)
)

select
    w.word,
    c.post,
    c.place,
from cut as c
inner join search_more as w using (written)
order by w.word, c.post, c.place
