comment on table not_quoted is 'Posts that are counted and not quoted: private by their nature or by the configuration (quote: false). Key: source, post_id.';
comment on column not_quoted.source is 'As in posts.';
comment on column not_quoted.post_id is 'As in posts.';
