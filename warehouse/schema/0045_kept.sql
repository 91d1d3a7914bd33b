-- What an analysis keeps for the next one, so that it computes only what is new: by key, wording and version.

create table analyses (
    finished_at timestamptz not null,
    inputs varchar not null,
    assignment varchar not null,
    counts varchar not null,
);
comment on table analyses is 'The last analysis: one row. An analysis of the same inputs has nothing to do.';
comment on column analyses.finished_at is 'When it ended, UTC.';
comment on column analyses.inputs is 'Hash of all that it read: posts, configuration, decisions, labels, versions.';
comment on column analyses.assignment is 'Hash of all that decides which theme a post is in.';
comment on column analyses.counts is 'JSON: what it said at its end.';

alter table post_themes add column read_hash ubigint;
comment on column post_themes.read_hash is 'Hash of what was read of the post for its themes; NULL: before this was kept.';

create table post_meanings (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    words_hash bigint not null,
    vector blob not null,
    model_version varchar not null,
);
comment on table post_meanings is 'What the encoder read in the posts that new themes were last looked for in. Key: source, post_id.';
comment on column post_meanings.source is 'As in posts.';
comment on column post_meanings.post_id is 'As in posts.';
comment on column post_meanings.content_hash is 'The wording that was read.';
comment on column post_meanings.words_hash is 'Hash of the words that were read.';
comment on column post_meanings.vector is 'What the encoder read in them, whole numbers of two bytes each.';
comment on column post_meanings.model_version is 'The encoder.';

create table model_layers (
    layer varchar not null,
    state blob not null,
);
comment on table model_layers is 'Parts that states of models share: words that were learned together. Key: layer.';
comment on column model_layers.layer is 'Hash of what it holds.';
comment on column model_layers.state is 'As the model wrote it.';

alter table model_states add column layers varchar[];
alter table model_states add column passed boolean;
comment on column model_states.layers is 'The layers that belong to the state, in order; NULL: it is whole.';
comment on column model_states.passed is 'True: kept when an analysis of later weeks came by, to be completed when it is asked for.';
