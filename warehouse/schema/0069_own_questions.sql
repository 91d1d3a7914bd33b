-- Questions of one's own: what every post answered, how good the answers are, and what answers them.

create table own_questions (
    question varchar not null,
    name varchar not null,
    means varchar not null,
    n_examples integer not null,
    n_counter_examples integer not null,
    n_labelled integer not null,
    answered boolean not null,
    basis varchar,
    share double,
    precision double,
    recall double,
    n_judged_yes integer,
    n_right integer,
    model_version varchar,
);
comment on table own_questions is 'The questions of voxpop.yaml and how good their answers are, as of the last analysis. Key: question.';
comment on column own_questions.question is 'Its id in voxpop.yaml.';
comment on column own_questions.name is 'What a reader sees.';
comment on column own_questions.means is 'When the answer is yes, as configured.';
comment on column own_questions.n_examples is 'Examples in voxpop.yaml.';
comment on column own_questions.n_counter_examples is 'Counter-examples in voxpop.yaml.';
comment on column own_questions.n_labelled is 'Posts of which people said yes or no.';
comment on column own_questions.answered is 'False: fewer than 5 examples and labels of yes, nothing can be learned.';
comment on column own_questions.basis is 'What the cut-off rests on: labels, or examples (nobody has judged enough posts).';
comment on column own_questions.share is 'About which share of posts the answer is yes, 0 to 1.';
comment on column own_questions.precision is 'About which share of the posts above the cut-off is rightly there; from labels, or else an estimate.';
comment on column own_questions.recall is 'About which share of the posts of which the answer is yes lies above the cut-off.';
comment on column own_questions.n_judged_yes is 'Labelled posts that lie above the cut-off when they are left out of the learning.';
comment on column own_questions.n_right is 'Of these, posts of which people said yes.';
comment on column own_questions.model_version is 'Changes with the encoder, the examples and the labels of any question; NULL: not answered.';

create table post_questions (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    question varchar not null,
    answer varchar not null,
    above boolean not null,
    probability float,
    model_version varchar not null,
);
comment on table post_questions is 'What each post answers to each question of one''s own. Key: source, post_id, question.';
comment on column post_questions.source is 'As in posts.';
comment on column post_questions.post_id is 'As in posts.';
comment on column post_questions.content_hash is 'The wording that was read.';
comment on column post_questions.question is 'As in own_questions.';
comment on column post_questions.answer is 'yes, no, unsure (too near the cut-off), or unread (a language that the encoder does not read).';
comment on column post_questions.above is 'Whether the post lies above the cut-off: yes, or unsure but nearer to yes.';
comment on column post_questions.probability is 'How likely the answer is yes, 0 to 1; NULL: unread.';
comment on column post_questions.model_version is 'As in own_questions.';

create table question_models (
    version varchar not null,
    learned_at timestamptz not null,
    state blob not null,
);
comment on table question_models is 'What answers the questions: weights of hashed words and numbers. One row; gone where a post that it was learned from was erased.';
comment on column question_models.version is 'As own_questions.model_version.';
comment on column question_models.learned_at is 'When it was learned, UTC.';
comment on column question_models.state is 'As it was written; holds no text.';

create table question_sources (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
);
comment on table question_sources is 'The posts that the questions'' model was learned from: where one is erased or deleted, it is learned again. Key: source, post_id.';
comment on column question_sources.source is 'As in posts.';
comment on column question_sources.post_id is 'As in posts.';
comment on column question_sources.content_hash is 'The wording that was read.';

comment on column labels.field is 'What was judged: sentiment, audience:ID, brand:NAME (whether the post is what the rule means), or question:ID.';
comment on column labels.value is 'The judgement: negative, neutral or positive; on or off: the post is meant, or the question''s answer is yes.';
