-- The words of every original that is not gone, title first, without what it quotes, and what is shown with it: what the index is made of.
with
first_channels as (
    select
        source,
        post_id,
        arg_min(channel, (first_fetched_at, channel)) as channel,
    from post_channels
    group by all
)

select
    p.source,
    p.post_id,
    p.created_at,
    c.channel,
    v.own,
    v.flag,
    s.label,
    list_filter(
        string_split(words_of(concat_ws(' ', coalesce(p.own_title, p.title), coalesce(p.own_text, p.text))), ' '),
        lambda word: word != ''
    ) as words,
from posts as p
inner join voices as v using (source, post_id)
inner join first_channels as c using (source, post_id)
left join sentiment as s using (source, post_id)
where
    v.role = 'original'
    and p.deleted_at is null
