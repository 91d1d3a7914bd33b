comment on table search_posts is 'The posts in the index of words: originals that are not gone, as they were at the last analysis. Key: post.';
comment on column search_posts.source is 'As in posts.';
comment on column search_posts.post_id is 'As in posts.';
comment on column search_posts.created_at is 'As in posts, UTC.';
comment on column search_posts.post is 'Its number in the index; later posts have higher ones.';
comment on column search_posts.n_words is 'How many words it has, title included.';
