-- Posts and earlier states that may hold other words than their writer's (`cues` finds too much, never too little), or did so
-- by the rules of before.
select
    source,
    post_id,
    state_hash,
    kind,
    parent_id,
    title,
    text,
from posts
where
    deleted_at is null
    and (
        regexp_matches(text, $cues)
        or coalesce(regexp_matches(title, '^.{1,90}[:：]'), false)
        or own_text is not null
        or own_title is not null
    )
union all
select
    source,
    post_id,
    state_hash,
    kind,
    parent_id,
    title,
    text,
from post_versions
where
    regexp_matches(text, $cues)
    or coalesce(regexp_matches(title, '^.{1,90}[:：]'), false)
    or own_text is not null
    or own_title is not null
