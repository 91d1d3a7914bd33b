comment on table search_words is 'The words in the index. Key: word.';
comment on column search_words.written is 'The word in lower case.';
comment on column search_words.stem is 'What its forms share, by the macro stem.';
comment on column search_words.word is 'Its number in the index.';
comment on column search_words.n_places is 'How often it is in the posts of the index.';
