comment on table own_posts is 'What our own accounts wrote; reposts add no words and do not count. Key: source, channel, handle_id, account_id, day.';
comment on column own_posts.source is 'As in posts.';
comment on column own_posts.channel is 'The channel that found it first.';
comment on column own_posts.handle_id is 'Keyed hash of the account''s handle.';
comment on column own_posts.account_id is 'Keyed hash of the account''s id at the source: some tell no handle.';
comment on column own_posts.week is 'The Monday of its week in the company''s time zone.';
comment on column own_posts.day is 'Day in the company''s time zone.';
comment on column own_posts.n_posts is 'Posts.';
