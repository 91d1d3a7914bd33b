comment on view weekly_theme_intents is 'What posts on each theme want, by audience and week. Key: audience, week, theme_id, intent.';
comment on column weekly_theme_intents.audience is 'As in post_audiences.';
comment on column weekly_theme_intents.week is 'Monday of the week in the company''s time zone.';
comment on column weekly_theme_intents.theme_id is 'The main theme of the posts, as in themes; other: none fits.';
comment on column weekly_theme_intents.theme is 'Its label; NULL for other.';
comment on column weekly_theme_intents.intent is 'bug_report, feature_request, question, praise, complaint, churn_risk, answer or promotion.';
comment on column weekly_theme_intents.n_posts is 'Posts that want it; one that wants two things counts for both.';
comment on column weekly_theme_intents.n_authors is 'People who wrote them.';
