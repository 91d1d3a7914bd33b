-- People whom the configuration knows under several accounts; each account by its keyed hashes, and why we know.
create table people (
    person_id varchar not null,
    source varchar not null,
    key_hash varchar not null,
    basis varchar not null,
);
comment on table people is 'Accounts that the configuration says are one person''s. Key: key_hash.';
comment on column people.person_id is 'Keyed hash of the person''s accounts: the author_id of all of them in the marts.';
comment on column people.source is 'Where the account is, as in posts.';
comment on column people.key_hash is 'Keyed hash of the account''s handle, or of its id at the source, as in posts.';
comment on column people.basis is 'How we know that the accounts are one person''s, as the operator wrote it.';

comment on table schema_version is 'Which migrations were applied. Key: version.';
comment on column schema_version.version is 'Number of the migration.';
comment on column schema_version.applied_at is 'When, UTC.';
