-- How often each word stands in the posts that go.
select
    word,
    count(*) as n,
from search_places
semi join search_gone using (post)
group by word
