comment on table channel_hours is 'What became of each hour of a channel, by its worst moment. Key: channel, hour.';
comment on column channel_hours.channel is 'Id of the channel.';
comment on column channel_hours.hour is 'Start of the hour, UTC.';
comment on column channel_hours.state is 'complete, capped, limited, failed or unknown: nobody asked, or not over yet.';
comment on column channel_hours.heard is 'Part of the hour that was heard, 0 to 1.';
comment on column channel_hours.reason is 'Why it was not heard; NULL: nothing says.';
comment on column channel_hours.n_posts is 'Posts written in it; NULL: nothing was heard and nothing found.';
