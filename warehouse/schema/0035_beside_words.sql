-- What the sources told and no column held: link targets, media and their descriptions, polls, marks, who may read it.

alter table posts add column links varchar[];
alter table posts add column media varchar[];
alter table posts add column alt_text varchar[];
alter table posts add column poll varchar[];
alter table posts add column sensitive boolean;
alter table posts add column visibility varchar;
alter table posts add column marks varchar[];
alter table posts add column reactions varchar[];
alter table posts add column bookmarks bigint;
alter table posts add column author_followers bigint;
alter table posts add column place varchar;
comment on column posts.links is 'Addresses that it points to, in full; not those of its own media.';
comment on column posts.media is 'What it shows, one word each: photo, video, gif, audio, gallery, card.';
comment on column posts.alt_text is 'What its writer wrote to describe its media.';
comment on column posts.poll is 'The options of its poll.';
comment on column posts.sensitive is 'Whether its writer or the source hides it behind a warning.';
comment on column posts.visibility is 'Who may read it: public, unlisted, followers, private; NULL: the source did not say.';
comment on column posts.marks is 'Marks of the source: locked, pinned, spoiler, submitter, bot, wiki, promoted, pull_request, community_note ...';
comment on column posts.reactions is 'Reactions by kind, as ''heart:3''; as of counts_at.';
comment on column posts.bookmarks is 'How often it was saved, as of counts_at; NULL: not reported.';
comment on column posts.author_followers is 'Followers of its author, as of counts_at; NULL: not reported.';
comment on column posts.place is 'Where it was written, as its writer says.';

alter table post_versions add column links varchar[];
alter table post_versions add column media varchar[];
alter table post_versions add column alt_text varchar[];
alter table post_versions add column poll varchar[];
alter table post_versions add column sensitive boolean;
alter table post_versions add column visibility varchar;
alter table post_versions add column marks varchar[];
comment on column post_versions.links is 'As in posts, in this state.';
comment on column post_versions.media is 'As in posts, in this state.';
comment on column post_versions.alt_text is 'As in posts, in this state.';
comment on column post_versions.poll is 'As in posts, in this state.';
comment on column post_versions.sensitive is 'As in posts, in this state.';
comment on column post_versions.visibility is 'As in posts, in this state.';
comment on column post_versions.marks is 'As in posts, in this state.';
