-- Who asked for what, up to this week: ideas that the roadmap knows by their terms, threads of a forum's idea board,
-- and wishes that name neither. `kind` is 'idea', 'thread' or 'wish'.
-- Words are cut only where a term occurs at all (`pattern` finds too much, never too little).
with
likely as (
    select
        week,
        source,
        post_id,
        author_id,
        kind,
        thread_id,
        title,
        text,
    from opinions
    where audience = $audience and week <= $week
),

worded as (
    select
        week,
        source,
        post_id,
        author_id,
        kind,
        ' ' || regexp_replace(lower(coalesce(title, '') || ' ' || text), '[^\p{L}\p{N}]+', ' ', 'g') || ' ' as words,
    from likely
    where regexp_matches(coalesce(title, '') || ' ' || text, $pattern)
),

ideas as (
    select unnest($ideas, max_depth := 2),
),

named as (
    select
        i.name as request,
        w.week,
        w.source,
        w.post_id,
        w.author_id,
    from worded as w
    inner join ideas as i on len(list_filter(i.terms, lambda term: contains(w.words, term))) > 0
),

threads as (
    select
        source,
        coalesce(thread_id, post_id) as thread_id,
        arg_min(title, week) as title,
    from likely
    where kind = 'idea' and title is not null
    group by all
),

in_threads as (
    select
        t.title as request,
        w.week,
        w.author_id,
    from likely as w
    inner join threads as t on w.source = t.source and coalesce(w.thread_id, w.post_id) = t.thread_id
    anti join named as n on w.source = n.source and w.post_id = n.post_id
),

wishes as (
    select
        '' as request,
        w.week,
        w.author_id,
    from worded as w
    anti join named as n on w.source = n.source and w.post_id = n.post_id
    where w.kind != 'idea' and len(list_filter($wishes, lambda term: contains(w.words, term))) > 0
),

asked as (
    select 'idea' as kind, request, week, author_id from named
    union all
    select 'thread' as kind, request, week, author_id from in_threads
    union all
    select 'wish' as kind, request, week, author_id from wishes
)

select
    kind,
    request,
    count(distinct author_id) filter (where week >= $since) as n_authors,
    min(week) as first_week,
from asked
group by all
having n_authors > 0
order by n_authors desc, kind, request
