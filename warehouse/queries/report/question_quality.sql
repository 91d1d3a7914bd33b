-- The questions of one's own and how good their answers are.
select
    question,
    name,
    means,
    answered,
    basis,
    share,
    precision,
    recall,
    n_labelled,
    n_judged_yes,
    n_right,
from own_questions
order by question
