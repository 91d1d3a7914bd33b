-- fail: every post is there once
select source, post_id from posts
group by all
having count(*) > 1;

-- fail: every post was found by a channel
select p.source, p.post_id from posts as p
anti join post_channels as c on p.source = c.source and p.post_id = c.post_id;

-- fail: a post that is gone has no words, and no older ones
select source, post_id from posts
where deleted_at is not null and (text != '' or title is not null or own_text != '')
union all
select v.source, v.post_id from post_versions as v
semi join posts as p on v.source = p.source and v.post_id = p.post_id and p.deleted_at is not null;

-- warn: no post is from the future
select source, post_id from posts
where created_at > fetched_at + interval 1 day;

-- fail: what is known of a post is of one that is there
with
known as (
    select source, post_id from post_versions
    union
    select source, post_id from post_channels
    union
    select source, post_id from voices
    union
    select source, post_id from sentiment
    union
    select source, post_id from post_targets
    union
    select source, post_id from post_themes
    union
    select source, post_id from post_further_themes
    union
    select source, post_id from post_sub_themes
    union
    select source, post_id from post_demands
    union
    select source, post_id from post_askings
    union
    select source, post_id from post_signatures
    union
    select source, post_id from post_audiences
)

select
    k.source,
    k.post_id,
from known as k
anti join posts as p on k.source = p.source and k.post_id = p.post_id;

-- fail: every post has one score, one theme and each audience once
select source, post_id from sentiment
group by all
having count(*) > 1
union all
select source, post_id from post_themes
group by all
having count(*) > 1
union all
select source, post_id from post_audiences
group by source, post_id, audience
having count(*) > 1;

-- fail: the theme of every post is known
select
    source,
    post_id,
from post_themes
where theme_id != 'other' and theme_id not in (select theme_id from themes)
