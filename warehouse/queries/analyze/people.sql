-- The accounts that the configuration joins, by the hashes that it knows and by every id that a joined handle was seen with.
-- A handle that went from one person to another makes its id the first one's: an account is never two people.
with
seen as (
    select
        g.person_id,
        g.source,
        p.author_id as key_hash,
        g.basis,
    from given_people as g
    inner join posts as p on g.source = p.source and g.key_hash = p.handle_id
    where p.author_id is not null
),

joined as (
    select
        person_id,
        source,
        key_hash,
        basis,
    from given_people
    union all
    select
        person_id,
        source,
        key_hash,
        basis,
    from seen
    anti join given_people using (key_hash)
)

select
    min(person_id) as person_id,
    arg_min(source, person_id) as source,
    key_hash,
    arg_min(basis, person_id) as basis,
from joined
group by key_hash
order by key_hash
