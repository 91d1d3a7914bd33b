-- What was done about demands until the week's end, oldest first: with the demand's name, the theme that most of its posts have, and
-- the issues that were made of it, as they were last read by then.
with
issues as (
    select
        coalesce(a.demand_id, i.demand_id) as demand_id,
        i.tracker,
        i.issue,
        arg_max(i.state, i.read_at) as state,
        arg_max(coalesce(i.release, ''), i.read_at) as release,
    from demand_issues as i
    left join demand_aliases as a on i.demand_id = a.former_id
    where i.read_at < $until::timestamptz
    group by all
),

themed as (
    select
        d.demand_id,
        t.theme_id,
    from post_demands as d
    inner join post_themes as t on d.source = t.source and d.post_id = t.post_id
    where t.theme_id is not null
    group by d.demand_id, t.theme_id
    qualify row_number() over (partition by d.demand_id order by count(*) desc, t.theme_id) = 1
),

named as (
    select
        d.demand_id,
        coalesce(d.title, min(p.sentence) filter (where p.typical and n.post_id is null)) as title,
    from demands as d
    inner join post_demands as p on d.demand_id = p.demand_id
    left join not_quoted as n on p.source = n.source and p.post_id = n.post_id
    where not d.hidden
    group by d.demand_id, d.title
)

select
    a.demand_id,
    n.title,
    a.done_on,
    a.what,
    a.link,
    t.theme_id,
    (
        select list(i.issue || ' ' || i.state || case i.release when '' then '' else ', ' || i.release end order by i.tracker, i.issue)
        from issues as i
        where i.demand_id = a.demand_id
    ) as issues,
from demand_acts as a
inner join named as n on a.demand_id = n.demand_id
left join themed as t on a.demand_id = t.demand_id
where a.done_on <= $sunday
order by
    a.done_on,
    a.demand_id,
    a.what
