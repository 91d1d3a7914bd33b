-- What was known of a post at any time: its earlier states, not only its earlier wordings, each with when it was first seen.
alter table posts add column state_hash varchar;
alter table posts add column known_from timestamptz;
update posts set
    known_from = first_fetched_at,
    state_hash = case when deleted_at is null then md5(
        content_hash
        || chr(31) || coalesce(kind, '')
        || chr(31) || coalesce(thread_id, '')
        || chr(31) || coalesce(parent_id, '')
        || chr(31) || coalesce(lang, '')
        || chr(31) || coalesce(author_staff::varchar, '')
        || chr(31) || coalesce(author_flair, '')
        || chr(31) || coalesce(array_to_string(author_groups, chr(30)), '')
        || chr(31) || coalesce(author_domain, '')
        || chr(31) || coalesce(community, '')
        || chr(31) || coalesce(category, '')
        || chr(31) || coalesce(array_to_string(tags, chr(30)), '')
        || chr(31) || coalesce(answered::varchar, '')
        || chr(31) || coalesce(accepted::varchar, '')
    ) else '' end;
comment on column posts.state_hash is 'MD5 of the wording and of all that rules of audiences and reports look at; counts are not in it.';
comment on column posts.known_from is 'When this state was first seen, UTC.';

alter table post_versions add column kind varchar;
alter table post_versions add column thread_id varchar;
alter table post_versions add column parent_id varchar;
alter table post_versions add column lang varchar;
alter table post_versions add column author_staff boolean;
alter table post_versions add column author_flair varchar;
alter table post_versions add column author_groups varchar[];
alter table post_versions add column author_domain varchar;
alter table post_versions add column community varchar;
alter table post_versions add column category varchar;
alter table post_versions add column tags varchar[];
alter table post_versions add column answered boolean;
alter table post_versions add column accepted boolean;
alter table post_versions add column state_hash varchar;
alter table post_versions add column known_from timestamptz;
update post_versions set state_hash = content_hash, known_from = fetched_at;
comment on table post_versions is 'Earlier states of posts that were edited, moved, answered ... Key: source, post_id, state_hash.';
comment on column post_versions.fetched_at is 'When this state was last seen, UTC.';
comment on column post_versions.state_hash is 'As in posts.';
comment on column post_versions.known_from is 'When this state was first seen, UTC.';
comment on column post_versions.kind is 'Kind in this state.';
comment on column post_versions.thread_id is 'Thread in this state.';
comment on column post_versions.parent_id is 'Parent in this state.';
comment on column post_versions.lang is 'Language in this state.';
comment on column post_versions.author_staff is 'Staff mark in this state.';
comment on column post_versions.author_flair is 'Flair in this state.';
comment on column post_versions.author_groups is 'Groups in this state.';
comment on column post_versions.author_domain is 'Domain in this state.';
comment on column post_versions.community is 'Community in this state.';
comment on column post_versions.category is 'Category in this state.';
comment on column post_versions.tags is 'Tags in this state.';
comment on column post_versions.answered is 'Whether it was answered in this state.';
comment on column post_versions.accepted is 'Whether it was the accepted answer in this state.';

alter table model_states add column week date;
comment on table model_states is 'What a model must remember to stay itself next week, as it was after each week. Key: name, week.';
comment on column model_states.week is 'Monday of the last whole week that it has seen; NULL: none was over yet.';
