-- What the posts of a week quote, which is nobody's opinion again, how many may not be quoted, and how many show pictures or films
-- without a word (a link alone is none); those are read by their descriptions where they have some.
with
told as (
    select
        *,
        len(media) > 0
        and coalesce(title, '') = ''
        and regexp_full_match(text, '\s*(https?://\S+\s*)*') as shows_alone,
    from posts
)

select
    count(*) filter (where p.quoted_chars is not null) as n_quoting,
    count(*) filter (where p.own_text = '' and coalesce(p.own_title, p.title, '') = '') as n_only_quotes,
    coalesce(sum(p.quoted_chars), 0)::bigint as quoted_chars,
    coalesce(sum(length(p.text)), 0)::bigint as chars,
    count(n.post_id) as n_not_quoted,
    count(*) filter (where p.shows_alone) as n_pictures,
    count(*) filter (where p.shows_alone and len(p.alt_text) > 0) as n_described,
from told as p
inner join post_audiences as a using (source, post_id)
inner join voices as v using (source, post_id)
left join not_quoted as n using (source, post_id)
where
    a.audience = $audience
    and p.created_at >= $start
    and p.created_at < $until
    and p.deleted_at is null
    and p.kind != 'repost'
    and not v.own
