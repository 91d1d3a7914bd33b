-- Who and what was erased: keyed hashes, times and counts; nothing of what they said.
create table tombstones (
    kind varchar not null,
    key_hash varchar not null,
    erased_at timestamptz not null,
    n_refused bigint not null,
    last_refused_at timestamptz,
);
comment on table tombstones is 'What may not come back: loads refuse it and count. Key: kind, key_hash.';
comment on column tombstones.kind is 'author, post, or title: a title that its replies repeat.';
comment on column tombstones.key_hash is 'Keyed hash; an author''s is the one that posts have.';
comment on column tombstones.erased_at is 'When it was erased, UTC.';
comment on column tombstones.n_refused is 'Records refused at loads since then.';
comment on column tombstones.last_refused_at is 'When a record was last refused, UTC; NULL: never.';

create table erasures (
    erasure_id varchar not null,
    kind varchar not null,
    key_hashes varchar[] not null,
    asked_at timestamptz not null,
    finished_at timestamptz,
    first_week date,
    last_week date,
    n_posts bigint not null,
    counts varchar not null,
);
comment on table erasures is 'The audit of erasures, without content. Key: erasure_id.';
comment on column erasures.erasure_id is 'A random id.';
comment on column erasures.kind is 'request (a person or post), gone (deleted at the source) or retention.';
comment on column erasures.key_hashes is 'Keyed hashes of what was asked for; empty for the other kinds.';
comment on column erasures.asked_at is 'When the tables were cleared, UTC.';
comment on column erasures.finished_at is 'When landing, the file, snapshots and reports were through too, UTC; NULL: not yet.';
comment on column erasures.first_week is 'First week of the erased posts; NULL: none was there.';
comment on column erasures.last_week is 'Last week of the erased posts.';
comment on column erasures.n_posts is 'Rows taken out of posts.';
comment on column erasures.counts is 'JSON: what was removed in each place.';

alter table gone add column erased_at timestamptz;
comment on column gone.erased_at is 'When its words had left landing, snapshots and reports too, UTC; NULL: not yet.';
