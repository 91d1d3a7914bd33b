-- What an audience's rules of before and of after take of the posts of the last weeks (tables `tried` and `opinions`).
with
voices_of as (
    select distinct
        source,
        post_id,
        author_id,
        left(text, 160) as text,
    from opinions
    where audience = 'everyone' and week between $first and $last
),

taken as (
    select
        v.source,
        v.post_id,
        v.author_id,
        v.text,
        bool_or(t.audience = 'before') as by_old,
        bool_or(t.audience = 'after') as by_new,
    from voices_of as v
    inner join tried as t on v.source = t.source and v.post_id = t.post_id
    group by all
)

select
    case when by_old and by_new then 'both' when by_new then 'gained' else 'lost' end as what,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
    arg_min(text, (length(text), source, post_id)) as example,
from taken
group by all
order by what
