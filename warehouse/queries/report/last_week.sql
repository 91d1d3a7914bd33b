-- Monday of the last week in which anybody was heard.
select max(week) as week,
from opinions
