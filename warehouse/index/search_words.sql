-- The words of the index, numbered, with what their forms share.
with
counted as (
    select
        written,
        count(*) as n_places,
    from (select unnest(words) as written from search_cut)
    group by written
)

select
    written,
    stem(written) as stem,
    row_number() over (order by written)::integer as word,
    n_places,
from counted
order by word
