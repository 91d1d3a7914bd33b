-- What answers the questions, as the last analysis left it.
select
    version,
    state,
from question_models
