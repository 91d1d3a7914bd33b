-- What people said of posts; the files in the folder of labels are the original, this is their copy for queries.
create table labels (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    field varchar not null,
    value varchar not null,
    labeler varchar not null,
    labelled_at timestamptz not null,
);
comment on table labels is 'Judgements of people on posts. Key: source, post_id, field, labeler. They win over models.';
comment on column labels.source is 'As in posts.';
comment on column labels.post_id is 'As in posts.';
comment on column labels.content_hash is 'The wording that was judged.';
comment on column labels.field is 'What was judged: sentiment.';
comment on column labels.value is 'The judgement: negative, neutral or positive.';
comment on column labels.labeler is 'Who judged, by the name given on the command line.';
comment on column labels.labelled_at is 'When, UTC.';
