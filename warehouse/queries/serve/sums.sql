-- What the figures of a week rest on, as sums that are others where anything of it is another: by audience (null: every one) and week
-- (null: every one). What only numbers rows is left out, so that the same rows give the same sums in every snapshot.
with
opinions_hashed as (
    select
        post_number,
        week,
        hash(
            source, post_id, day, channel, author_id, author_known, negative, neutral, positive, label, confidence, scored, lang,
            theme_id, strength, title, text, url, kind
        ) as row_hash,
    from opinion_posts
),

refused as (
    select
        fetch_id,
        count(*) as n_refused,
    from quarantine
    group by fetch_id
),

noted as (
    select
        unnest(list_distinct([
            date_trunc('week', window_start at time zone getvariable('time_zone'))::date,
            date_trunc('week', window_end at time zone getvariable('time_zone'))::date,
            date_trunc('week', ended_at at time zone getvariable('time_zone'))::date
        ])) as week,
        hash(fetch_id, c.channel, window_start, window_end, ended_at, notes, r.n_refused) as row_hash,
    from coverage as c
    left join refused as r using (fetch_id)
    where
        r.n_refused > 0
        or len(list_filter(notes, lambda note: starts_with(note, 'clock: '))) > 0
)

select
    'opinions' as what,
    a.audience,
    o.week,
    count(*) as n_rows,
    sum(o.row_hash) as rows_sum,
from audience_posts as a
inner join opinions_hashed as o using (post_number)
group by all
union all
select
    'reach' as what,
    audience,
    week,
    count(*) as n_rows,
    sum(hash(r)) as rows_sum,
from reach as r
group by all
union all
select
    'posts' as what,
    null as audience,
    date_trunc('week', created_at at time zone getvariable('time_zone'))::date as week,
    count(*) as n_rows,
    sum(hash(source, post_id, kind, content_hash, deleted_at, quoted_chars, len(media), alt_text)) as rows_sum,
from posts
group by all
union all
select
    'targets' as what,
    null as audience,
    o.week,
    count(*) as n_rows,
    sum(hash(t.source, t.post_id, t.target, t.role, t.label)) as rows_sum,
from post_targets as t
inner join opinion_posts as o using (source, post_id)
group by all
union all
select
    'days' as what,
    null as audience,
    date_trunc('week', day)::date as week,
    count(*) as n_rows,
    sum(hash(d)) as rows_sum,
from channel_days as d
group by all
union all
select
    'notes' as what,
    null as audience,
    week,
    count(*) as n_rows,
    sum(row_hash) as rows_sum,
from noted
group by all
union all
select
    'not quoted' as what,
    null as audience,
    null as week,
    count(*) as n_rows,
    sum(hash(n)) as rows_sum,
from not_quoted as n
union all
select
    'labels' as what,
    null as audience,
    null as week,
    count(*) as n_rows,
    sum(hash(l)) as rows_sum,
from labels as l
union all
select
    'themes' as what,
    null as audience,
    null as week,
    count(*) as n_rows,
    sum(hash(t)) as rows_sum,
from themes as t
order by all
