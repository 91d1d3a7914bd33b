-- What was listened to and for whom, each time it was changed: what `voxpop refine` compares before and after.
create table setups (
    kind varchar not null,
    id varchar not null,
    setting varchar,
    since timestamptz not null,
);
comment on table setups is 'Channels, audiences and brands as configured, one row each time one of them changed. Key: kind, id, since.';
comment on column setups.kind is 'channel, audience or brand.';
comment on column setups.id is 'Its id; of a brand its name.';
comment on column setups.setting is 'Its part of the configuration as JSON; NULL: it was taken out.';
comment on column setups.since is 'When an analysis first saw it so, UTC.';
