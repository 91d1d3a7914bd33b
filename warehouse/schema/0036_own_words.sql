-- Whose words: beside a text as written what its writer wrote. Rows from before are filled by the next load, by the rules of then.
alter table posts add column own_title varchar;
alter table posts add column own_text varchar;
comment on column posts.own_title is 'NULL: its writer chose the title; empty: it is that of what they answer or pass on.';
comment on column posts.own_text is 'What its writer wrote of the text, without quotes, forwards, templates and signatures; NULL: all of it; empty: nothing.';

alter table posts add column quoted_chars integer;
comment on column posts.quoted_chars is 'Characters of the text that others wrote: quotes, forwards, histories; NULL: none.';

alter table post_versions add column quoted_chars integer;
comment on column post_versions.quoted_chars is 'As in posts, of this state.';
alter table post_versions add column own_title varchar;
alter table post_versions add column own_text varchar;
comment on column post_versions.own_title is 'As in posts, of this state.';
comment on column post_versions.own_text is 'As in posts, of this state.';

alter table coverage add column n_quoting bigint;
alter table coverage add column n_only_quotes bigint;
alter table coverage add column quoted_chars bigint;
comment on column coverage.n_quoting is 'Posts of the fetch that quote or pass on what others wrote, which is nobody''s opinion again; NULL: before this was told.';
comment on column coverage.quoted_chars is 'Characters that were so quoted; NULL: before this was told.';
comment on column coverage.n_only_quotes is 'Posts of the fetch that hold no words of their writer at all; NULL: before this was told.';

create table text_rules (
    version varchar not null,
    applied_at timestamptz not null,
);
comment on table text_rules is 'By which rules whose words the posts hold was told last: one row.';
comment on column text_rules.version is 'Changes with any rule; posts are then told anew.';
comment on column text_rules.applied_at is 'When all posts were told, UTC.';

create table channel_quotes (
    channel varchar not null,
    quote boolean not null,
);
comment on table channel_quotes is 'Channels of which the configuration says whether posts may be quoted; of others the posts'' own nature decides.';
comment on column channel_quotes.channel is 'Id of the channel.';
comment on column channel_quotes.quote is 'True: its posts may be quoted; false: they are counted only.';
