-- The second level of themes: what a large theme is made of, and which post belongs to which part.
create table sub_themes (
    sub_theme_id varchar not null,
    theme_id varchar not null,
    label varchar not null,
    keywords varchar[] not null,
);
comment on table sub_themes is 'What large themes are made of. Key: sub_theme_id.';
comment on column sub_themes.sub_theme_id is 'Permanent id, such as t003.2.';
comment on column sub_themes.theme_id is 'The theme that it was found in; where that one was merged, its posts count for the other.';
comment on column sub_themes.label is 'A short phrase as people write it.';
comment on column sub_themes.keywords is 'Words that tell it from the rest of its theme.';

create table post_sub_themes (
    source varchar not null,
    post_id varchar not null,
    sub_theme_id varchar not null,
    model_version varchar not null,
);
comment on table post_sub_themes is 'The part of its main theme that a post belongs to. Key: source, post_id.';
comment on column post_sub_themes.source is 'As in posts.';
comment on column post_sub_themes.post_id is 'As in posts.';
comment on column post_sub_themes.sub_theme_id is 'As in sub_themes.';
comment on column post_sub_themes.model_version is 'The model that assigned it.';
