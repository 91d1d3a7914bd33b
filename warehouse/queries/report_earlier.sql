-- What the report of the week before said.
select
    net,
    sentiment_version,
    themes_version,
from builds
where audience = $audience and week = $week
