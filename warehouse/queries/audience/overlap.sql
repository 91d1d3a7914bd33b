-- Each other audience: its posts by the tried rules, and how many of them this one takes too.
select
    other.audience,
    count(*) as posts,
    count(mine.post_id) as shared,
from tried as other
left join tried as mine
    on other.source = mine.source and other.post_id = mine.post_id and mine.audience = $audience
where other.audience != $audience
group by all
order by shared desc, other.audience
