-- fail: every opinion is of a post that is there, and in its words
select
    o.source,
    o.post_id,
from opinion_posts as o
left join posts_by_person as p on o.source = p.source and o.post_id = p.post_id
left join sentiment as s on o.source = s.source and o.post_id = s.post_id
where
    p.post_id is null
    or (
        p.deleted_at is null
        and p.content_hash = s.content_hash
        and (o.text != p.text or o.title is distinct from p.title or o.created_at != p.created_at)
    );

-- fail: every voice that may count is an opinion, once
select
    source,
    post_id,
from opinion_posts
group by all
having count(*) > 1
union all
select
    v.source,
    v.post_id,
from voices as v
inner join posts_by_person as p on v.source = p.source and v.post_id = p.post_id
inner join sentiment as s on v.source = s.source and v.post_id = s.post_id and p.content_hash = s.content_hash
anti join opinion_posts as o on v.source = o.source and v.post_id = o.post_id
where
    v.role = 'original'
    and v.flag is null
    and not v.own
    and p.deleted_at is null
    and p.kind != 'repost'
    and not p.only_quotes
    and trim(coalesce(p.title, '') || p.text) != ''
    and (select max(loaded_at) from loads) <= (select max(saved_at) from model_states);

-- fail: every audience has the posts that its rules took
with
sorted as (
    select
        audience,
        count(*) as n_posts,
    from post_audiences
    semi join voices using (source, post_id)
    group by all
),

shown as (
    select
        audience,
        count(*) as n_posts,
    from audience_posts
    group by all
)

select audience
from sorted
full join shown using (audience)
where sorted.n_posts is distinct from shown.n_posts
