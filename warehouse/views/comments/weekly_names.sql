comment on view weekly_names is 'What is said of each brand, product and rival, by audience and week. Every channel counts, in a report only those that it compares. Key: audience, week, role, name.';
comment on column weekly_names.audience is 'As in post_audiences.';
comment on column weekly_names.week is 'Monday of the week in the company''s time zone.';
comment on column weekly_names.role is 'brand, product or rival.';
comment on column weekly_names.name is 'A name of the configuration.';
comment on column weekly_names.n_posts is 'Posts that name it; one that names two counts for both.';
comment on column weekly_names.n_scored is 'Those whose tone towards it is known.';
comment on column weekly_names.n_authors is 'People who wrote them.';
comment on column weekly_names.net is 'Positive minus negative towards it, in percent of the scored; NULL: none is scored.';
