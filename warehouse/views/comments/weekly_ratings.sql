comment on view weekly_ratings is 'Stars and scores that people gave, week by week. Key: audience, week, channel, rating_scale.';
comment on column weekly_ratings.audience is 'Id of the audience; everyone holds all that is on topic.';
comment on column weekly_ratings.week is 'The Monday of its week in the company''s time zone.';
comment on column weekly_ratings.channel is 'The channel that found the posts first.';
comment on column weekly_ratings.rating_scale is 'The best that could be given; NULL: the source does not say.';
comment on column weekly_ratings.n_ratings is 'Ratings, with words or without.';
comment on column weekly_ratings.n_without_words is 'Stars alone, which are no opinion.';
comment on column weekly_ratings.n_authors is 'People; one with thirty ratings is one.';
comment on column weekly_ratings.mean_rating is 'Mean over people of each one''s mean rating, in units of the scale.';
