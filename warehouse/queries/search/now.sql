-- Every original that is not gone, with what is shown beside its words and a hash of these: what the index should hold.
with
first_channels as (
    select
        source,
        post_id,
        arg_min(channel, (first_fetched_at, channel)) as channel,
    from post_channels
    group by all
)

select
    p.source,
    p.post_id,
    p.created_at,
    c.channel,
    v.own,
    v.flag,
    s.label,
    hash(coalesce(p.own_title, p.title), coalesce(p.own_text, p.text)) as read_hash,
from posts as p
inner join voices as v using (source, post_id)
inner join first_channels as c using (source, post_id)
left join sentiment as s using (source, post_id)
where
    v.role = 'original'
    and p.deleted_at is null
