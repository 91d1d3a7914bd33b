-- What a post is about in 256 bits: near posts differ in few of them.
create table post_signatures (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    bits bigint[4],
    model_version varchar not null,
);
comment on table post_signatures is 'What originals are about in 256 bits, to find posts alike. Key: source, post_id.';
comment on column post_signatures.source is 'As in posts.';
comment on column post_signatures.post_id is 'As in posts.';
comment on column post_signatures.content_hash is 'The wording that was read.';
comment on column post_signatures.bits is 'Near posts differ in few bits; NULL: no word that the model knows.';
comment on column post_signatures.model_version is 'The vectors that it was made from.';
