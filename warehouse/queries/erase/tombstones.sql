-- Every tombstone.
select
    kind,
    key_hash,
from tombstones
