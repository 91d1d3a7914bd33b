-- Themes that a post speaks of beside its main one.
create table post_further_themes (
    source varchar not null,
    post_id varchar not null,
    theme_id varchar not null,
    strength float not null,
    model_version varchar not null,
);
comment on table post_further_themes is 'Themes that single sentences of a long post are about, beside its main one. Key: source, post_id, theme_id.';
comment on column post_further_themes.source is 'As in posts.';
comment on column post_further_themes.post_id is 'As in posts.';
comment on column post_further_themes.theme_id is 'As in themes; never the main theme of the post, which post_themes has.';
comment on column post_further_themes.strength is 'How near the sentence is to the theme, 0 to 1.';
comment on column post_further_themes.model_version is 'The model that said so.';
