comment on table search_places is 'Where every word stands, sorted by word. Key: post, place.';
comment on column search_places.word is 'As in search_words.';
comment on column search_places.post is 'As in search_posts.';
comment on column search_places.place is 'Which word of the post it is, from 1.';
