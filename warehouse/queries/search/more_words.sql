-- The words of the posts to add, counted; those that are not there yet numbered after those that are.
with
counted as (
    select
        written,
        count(*) as n_places,
    from (select unnest(words) as written from search_cut)
    group by written
)

select
    c.written,
    w.word is not null as known,
    coalesce(w.stem, stem(c.written)) as stem,
    coalesce(
        w.word,
        row_number() over (partition by w.word is null order by c.written)
        + (select coalesce(max(word), 0) from search_words)
    )::integer as word,
    c.n_places,
from counted as c
left join search_words as w using (written)
order by word
