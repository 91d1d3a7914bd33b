-- Every audience in the weeks before and from a change on: people a week, and who was gained or lost, by the rules of today.
with
people as (
    select
        audience,
        author_id,
        bool_or(week < $change::date) as is_before,
        bool_or(week >= $change::date) as is_after,
    from opinions
    where author_known and (week between $first and $last_before or week between $change and $last)
    group by all
),

weekly as (
    select
        audience,
        week >= $change::date as is_after,
        week,
        count(distinct author_id) as n_authors,
    from opinions
    where week between $first and $last_before or week between $change and $last
    group by all
),

means as (
    select
        audience,
        coalesce(avg(n_authors) filter (where not is_after), 0) as before,
        coalesce(avg(n_authors) filter (where is_after), 0) as after,
    from weekly
    group by all
)

select
    p.audience,
    any_value(w.before) as before,
    any_value(w.after) as after,
    count(*) filter (where p.is_after and not p.is_before) as n_gained,
    count(*) filter (where p.is_before and not p.is_after) as n_lost,
    count(*) filter (where p.is_before and p.is_after) as n_kept,
from people as p
inner join means as w on p.audience = w.audience
group by p.audience
order by p.audience
