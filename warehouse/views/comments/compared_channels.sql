comment on view compared_channels is 'The channels that a report may compare in a week: heard whole in it and in the four weeks before, as far as anything was collected then. Where that would leave out half of the posts, a report compares fewer weeks instead. Key: channel, week.';
comment on column compared_channels.channel is 'Id of the channel.';
comment on column compared_channels.week is 'Monday of the week in the company''s time zone.';
