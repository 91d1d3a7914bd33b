-- The words of the posts to add, title first, without what they quote: what the index is made of.
select
    f.*,
    list_filter(
        string_split(words_of(concat_ws(' ', coalesce(p.own_title, p.title), coalesce(p.own_text, p.text))), ' '),
        lambda word: word != ''
    ) as words,
from search_fresh as f
inner join posts as p using (source, post_id)
