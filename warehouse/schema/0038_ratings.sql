-- Stars and scores that people gave with their words, beside what a model makes of these.

alter table posts add column rating double;
alter table posts add column rating_scale double;
comment on column posts.rating is 'Stars or a score that its writer gave.';
comment on column posts.rating_scale is 'The best that could be given: 5 stars, 10 points; NULL: the source does not say.';

alter table post_versions add column rating double;
alter table post_versions add column rating_scale double;
comment on column post_versions.rating is 'As in posts, in this state.';
comment on column post_versions.rating_scale is 'As in posts, in this state.';
