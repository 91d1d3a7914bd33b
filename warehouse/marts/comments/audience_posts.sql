comment on table audience_posts is 'Which post is in which audience, for the views. Key: audience, post_number.';
comment on column audience_posts.audience is 'Id of the audience; everyone holds all that is on topic.';
comment on column audience_posts.post_number is 'As in opinion_posts; posts that do not count have a number too.';
