-- Posts of the week that word lists scored, not the models of English, by language.
select
    lang,
    count(*) as n_posts,
from opinions
where
    audience = $audience
    and week = $week
    and scored
    and list_contains($languages, lang)
group by all
order by n_posts desc, lang
