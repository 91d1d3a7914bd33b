-- A past state is a copy of a part of the tables: what the ledger counts and the copy leaves out, so that its rules can be checked.
create table cuts (
    known_at timestamptz,
    until_at timestamptz,
    n_new bigint not null,
    n_posts bigint not null,
    n_erased bigint not null,
);
comment on table cuts is 'In a past state that was copied out of a snapshot, one row: where it was cut. Empty in a warehouse.';
comment on column cuts.known_at is 'What became known later was left out; NULL: nothing.';
comment on column cuts.until_at is 'What was written at or after this moment was left out; NULL: nothing.';
comment on column cuts.n_new is 'New posts that the ledger of the snapshot counts and that of the copy does not.';
comment on column cuts.n_posts is 'Posts of the snapshot that were left out.';
comment on column cuts.n_erased is 'Posts that erasures had taken out of the snapshot.';
