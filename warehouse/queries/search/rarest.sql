-- The rarest words of one post that others have too: what finds its like where no vector does.
select
    s.post,
    w.written,
from search_places as i
inner join search_posts as s using (post)
inner join search_words as w using (word)
where
    s.source = $source
    and s.post_id = $post_id
    and w.n_places > 1
group by s.post, w.written, w.n_places
order by w.n_places, w.written
limit 12
