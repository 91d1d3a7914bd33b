-- The day on which a theme or a name was first heard of in an audience, in days since 1970; null where it never was.
select
    (min(o.day) - '1970-01-01'::date)::double as value,
    count(*) as n_posts,
    count(distinct o.author_id) as n_authors,
from opinions as o
where
    o.audience = $audience
    and ($theme::varchar is null or o.theme_id = $theme::varchar)
    and (
        $target::varchar is null
        or (o.source, o.post_id) in (select (source, post_id) from post_targets where target = $target::varchar)
    )
