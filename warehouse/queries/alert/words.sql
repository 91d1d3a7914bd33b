-- Who named what when: a row for each person, hour and word, or two words that stand together, in each audience that is asked for; a word
-- counts in all its forms. Words of grammar ($grammar) say nothing, words of every subject ($general) only beside another. Left out is
-- what fewer than $least people named, or a larger share of all than $most, and what is written as a handle. `subject` is the form written most.
with
voices as (
    select
        o.audience,
        s.post,
        o.author_id,
        o.channel,
        o.created_at,
        o.label,
        coalesce(o.theme_id, 'other') as theme_id,
    from opinions as o
    inner join search_posts as s using (source, post_id)
    where
        o.created_at >= $since::timestamptz
        and o.created_at < $until::timestamptz
        and list_contains($audiences, o.audience)
),

handles as (
    select distinct unnest(string_split(words_of(handle), ' ')) as written
    from (
        select unnest(regexp_extract_all(o.text, '@[\p{L}\p{N}_.-]+')) as handle
        from opinions as o
        where o.created_at >= $since::timestamptz and o.created_at < $until::timestamptz
    )
),

-- How much a word tells: 2, 1 beside another, 0 never.
words as (
    select
        w.word,
        w.stem,
        w.written,
        case
            when
                list_contains($grammar, w.written)
                or len(w.written) < 3
                or regexp_matches(w.written, '\p{N}')
                or h.written is not null
                then 0
            when list_contains($general, w.written) then 1
            else 2
        end as telling,
    from search_words as w
    left join handles as h using (written)
),

placed as (
    select
        p.post,
        p.place,
        w.stem,
        w.written,
        w.telling,
        lead(w.stem) over next_one as next_stem,
        lead(w.written) over next_one as next_written,
        lead(w.telling) over next_one as next_telling,
    from search_places as p
    inner join words as w using (word)
    where p.post in (select post from voices)
    window next_one as (partition by p.post order by p.place)
),

terms as (
    select
        post,
        stem as term,
        written,
    from placed
    where telling = 2
    union all
    select
        post,
        stem || ' ' || next_stem as term,
        written || ' ' || next_written as written,
    from placed
    where telling > 0 and next_telling > 0 and telling + next_telling > 2 and stem != next_stem
),

known as (
    select
        t.term,
        mode(t.written order by t.written) as subject,
    from terms as t
    inner join voices as v using (post)
    group by t.term
    having
        count(distinct v.author_id) >= $least
        and count(distinct v.author_id) <= $most * (select count(distinct author_id) from voices)
)

select distinct
    'word' as kind,
    k.subject,
    v.audience,
    v.label as value,
    v.theme_id as mood,
    v.author_id,
    v.channel,
    epoch(date_trunc('hour', v.created_at at time zone $time_zone))::bigint // 3600 as hour,
from terms as t
inner join known as k using (term)
inner join voices as v using (post)
order by all
