-- What the posts of a week quote, which is nobody's opinion again, and how many may not be quoted.
select
    count(*) filter (where p.quoted_chars is not null) as n_quoting,
    count(*) filter (where p.own_text = '' and coalesce(p.own_title, p.title, '') = '') as n_only_quotes,
    coalesce(sum(p.quoted_chars), 0)::bigint as quoted_chars,
    coalesce(sum(length(p.text)), 0)::bigint as chars,
    count(n.post_id) as n_not_quoted,
from posts as p
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
