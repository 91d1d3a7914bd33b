-- How many people of an audience were heard from $since to $until, whatever they said.
select count(distinct author_id) as n_people,
from opinions
where audience = $audience and day between $since and $until
