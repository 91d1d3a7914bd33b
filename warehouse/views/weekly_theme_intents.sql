-- What posts on each theme want, by audience and week: a post that wants two things counts for both.
with
wanted as (
    select
        audience,
        week,
        theme_id,
        author_id,
        unnest(intents) as intent,
    from opinions
    where theme_id is not null
)

select
    w.audience,
    w.week,
    w.theme_id,
    t.label as theme,
    w.intent,
    count(*) as n_posts,
    count(distinct w.author_id) as n_authors,
from wanted as w
left join themes as t using (theme_id)
group by all
order by all
