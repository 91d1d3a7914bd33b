-- What posts say of each name in them: the sentiment of a post that names two rivals is seldom that towards either.
create table post_targets (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    target varchar not null,
    role varchar not null,
    label varchar,
    basis varchar not null,
    model_version varchar not null,
);
comment on table post_targets is 'Sentiment towards each brand, product and rival that a post names. Key: source, post_id, role, target.';
comment on column post_targets.source is 'As in posts.';
comment on column post_targets.post_id is 'As in posts.';
comment on column post_targets.content_hash is 'The wording that was read.';
comment on column post_targets.target is 'Whom it is about: a name of the configuration.';
comment on column post_targets.role is 'brand, product or rival.';
comment on column post_targets.label is 'negative, neutral or positive towards it; NULL: not scored, no model reads the language.';
comment on column post_targets.basis is 'What the label rests on: move, leave, stay, choice, comparison, past, clause, contrast, post, or not scored.';
comment on column post_targets.model_version is 'Changes with the model, the rules and the configured names.';
