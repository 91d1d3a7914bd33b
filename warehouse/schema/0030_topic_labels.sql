-- People judge not only tones: whether a hit of an audience or a brand is meant.
comment on column labels.field is 'What was judged: sentiment, audience:ID or brand:NAME (whether the post is what the rule means).';
comment on column labels.value is 'The judgement: negative, neutral or positive; on or off topic.';
