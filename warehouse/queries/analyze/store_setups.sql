-- What of the configuration is new, changed or gone since it was last noted; never earlier than that, so that a note by a clock
-- that was ahead does not stand over those after it.
with
known as (
    select
        kind,
        id,
        arg_max(setting, since) filter (where since is not null) as setting,
        arg_max(setting is null, since) as was_gone,
    from setups
    group by all
)

select
    coalesce(i.kind, k.kind) as kind,
    coalesce(i.id, k.id) as id,
    i.setting,
    greatest($now::timestamptz, (select max(since) + interval 1 microsecond from setups)) as since,
from incoming_setups as i
full join known as k on i.kind = k.kind and i.id = k.id
where
    k.kind is null
    or (i.kind is null and not k.was_gone)
    or (i.kind is not null and (k.was_gone or k.setting != i.setting))
order by 1, 2
