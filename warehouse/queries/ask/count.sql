-- Posts ($what = 'posts') or people of an audience in some weeks: on channels, of a theme, that name somebody or hold all of some words
-- ($groups: for each word the ways it is written). Zero where there are none.
with
kept as (
    select
        source,
        post_id,
        author_id,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from opinions
    where
        audience = $audience
        and list_contains($weeks::date[], week)
        and ($channels::varchar[] is null or list_contains($channels::varchar[], channel))
        and ($theme::varchar is null or theme_id = $theme::varchar)
        and (
            $target::varchar is null
            or (source, post_id) in (select (source, post_id) from post_targets where target = $target::varchar)
        )
)

select
    case when $what = 'people' then count(distinct author_id) else count(*) end::double as value,
    count(*) as n_posts,
    count(distinct author_id) as n_authors,
from kept
where
    $groups::varchar[][] is null
    or len(list_filter(
        $groups::varchar[][], lambda ways: len(list_filter(ways, lambda way: contains(words, way))) = 0
    )) = 0
