-- Who answered the questions of the last four weeks: one row a helper, own accounts marked.
select
    helper_id,
    own,
    count(distinct source || '/' || question_id) as n_questions,
    count(distinct asker_id) as n_askers,
    count(*) filter (where accepted) as n_accepted,
    arg_max(url, (answered_at, post_id)) as latest_url,
from answers
where audience = $audience and week between $since and $week and helper_known
group by all
order by n_questions desc, helper_id, own
