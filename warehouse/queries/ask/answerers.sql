-- Who answered questions of some weeks: different members ('members'), accounts of ours ('own'), or the share of answered questions in
-- percent whose first answer was a member's ('first').
with
asked as (
    select answered_by
    from questions
    where audience = $audience and list_contains($weeks::date[], week) and answered_at is not null
)

select
    case $what
        when 'members' then count(distinct helper_id) filter (where not own)
        when 'own' then count(distinct helper_id) filter (where own)
        else 100 * (select count(*) filter (where answered_by = 'others') / nullif(count(*), 0) from asked)
    end::double as value,
    case when $what = 'first' then (select count(*) from asked) else count(*) end as n_posts,
    count(distinct helper_id) as n_authors,
    (select count(*) filter (where answered_by = 'others') from asked) as n_first,
from answers
where
    audience = $audience
    and list_contains($weeks::date[], week)
    and helper_known
