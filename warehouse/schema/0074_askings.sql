-- Questions that ask the same, whoever words them how: read once, in groups that keep their members and their names.
create table post_askings (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    group_id varchar not null,
    sentence varchar not null,
    vector blob not null,
    model_version varchar not null,
);
comment on table post_askings is 'Questions that begin a thread, and which of them are one question. Key: source, post_id.';
comment on column post_askings.source is 'As in posts.';
comment on column post_askings.post_id is 'As in posts.';
comment on column post_askings.content_hash is 'The wording that was read.';
comment on column post_askings.group_id is 'Questions of one group ask the same; permanent, made of the first of them.';
comment on column post_askings.sentence is 'The sentence that asks.';
comment on column post_askings.vector is 'What the encoder read in it, whole numbers of a byte each.';
comment on column post_askings.model_version is 'The encoder and the rules.';
