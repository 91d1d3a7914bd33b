-- What was repeated: the originals whose words were reposted or copied, the most repeated first.
with
repeated as (
    select
        v.voice_id,
        count(*) filter (where v.role = 'repost') as n_reposts,
        count(*) filter (where v.role = 'copy') as n_copies,
        count(distinct p.author_id) as n_authors,
        min(p.created_at) as first_at,
        max(p.created_at) as last_at,
    from voices as v
    inner join posts_by_person as p using (source, post_id)
    where p.deleted_at is null
    group by all
    having count(*) filter (where v.role != 'original') > 0
)

select
    r.voice_id,
    r.n_reposts,
    r.n_copies,
    r.n_authors,
    r.first_at,
    r.last_at,
    nullif(coalesce(p.own_title, p.title), '') as title,
    coalesce(p.own_text, p.text) as text,
    p.url,
from repeated as r
inner join voices as v on r.voice_id = v.voice_id and v.role = 'original'
inner join posts as p on v.source = p.source and v.post_id = p.post_id
order by r.n_reposts + r.n_copies desc, r.voice_id
