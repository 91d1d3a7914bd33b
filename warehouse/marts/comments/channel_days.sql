comment on table channel_days is 'How much of each local day a channel was heard. Key: channel, day.';
comment on column channel_days.channel is 'Id of the channel.';
comment on column channel_days.day is 'Day in the company''s time zone.';
comment on column channel_days.state is 'collected, collected in part, not collected or unknown: nobody asked.';
comment on column channel_days.heard is 'Part of the day that was heard, 0 to 1.';
comment on column channel_days.reason is 'Why the first unheard moment was lost; NULL: no gap says.';
comment on column channel_days.lost_since is 'When that gap began, UTC.';
