comment on view weekly_channels is 'Where each audience was heard, week by week. Key: audience, week, channel.';
comment on column weekly_channels.audience is 'Id of the audience; everyone holds all that is on topic.';
comment on column weekly_channels.week is 'The Monday of its week in the company''s time zone.';
comment on column weekly_channels.channel is 'The channel that found it first.';
comment on column weekly_channels.n_posts is 'Opinions.';
comment on column weekly_channels.n_authors is 'People; one with thirty posts is one.';
comment on column weekly_channels.net is 'Positive minus negative over all scored posts, -100 to +100; NULL: none is scored.';
comment on column weekly_channels.net_low is 'Lower end of its 95% interval: sampling of people, not errors of the classifier. NULL: none is scored.';
comment on column weekly_channels.net_high is 'Upper end of its 95% interval.';
