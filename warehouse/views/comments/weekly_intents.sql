comment on view weekly_intents is 'What posts want, by audience and week. Key: audience, week, intent.';
comment on column weekly_intents.audience is 'As in post_audiences.';
comment on column weekly_intents.week is 'Monday of the week in the company''s time zone.';
comment on column weekly_intents.intent is 'bug_report, feature_request, question, praise, complaint, churn_risk, answer or promotion.';
comment on column weekly_intents.n_posts is 'Posts that want it; one that wants two things counts for both.';
comment on column weekly_intents.n_authors is 'People who wrote them.';
