-- Posts that could not be scored, by language, this week.
select
    lang,
    count(*) as n_posts,
from opinions
where
    audience = $audience
    and week = $week
    and not scored
group by all
order by n_posts desc, lang
