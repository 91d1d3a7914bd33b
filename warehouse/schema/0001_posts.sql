-- The tables of the warehouse. No primary keys: loads delete what is older and insert what is new.
create table posts (
    source varchar not null,
    post_id varchar not null,
    kind varchar not null,
    thread_id varchar,
    parent_id varchar,
    title varchar,
    text varchar not null,
    lang varchar,
    author_id varchar,
    handle_id varchar,
    author_staff boolean,
    author_trust integer,
    author_flair varchar,
    author_groups varchar[],
    author_domain varchar,
    community varchar,
    category varchar,
    tags varchar[],
    url varchar,
    created_at timestamptz not null,
    edited_at timestamptz,
    deleted_at timestamptz,
    likes bigint,
    replies bigint,
    reposts bigint,
    quotes bigint,
    views bigint,
    votes bigint,
    counts_at timestamptz,
    repost_of varchar,
    quote_of varchar,
    answered boolean,
    accepted boolean,
    first_fetched_at timestamptz not null,
    fetched_at timestamptz not null,
    fetch_id varchar not null,
    content_hash varchar not null,
);
comment on table posts is 'One row a post as it was last seen. Key: source, post_id. NULL is not reported, 0 is reported as zero.';
comment on column posts.source is 'Where it was posted: x, reddit, discourse, feed, archive.';
comment on column posts.post_id is 'Its id at the source.';
comment on column posts.kind is 'post, reply, question, answer, ticket, review, idea, issue or repost.';
comment on column posts.thread_id is 'The thread it belongs to; NULL: it stands alone.';
comment on column posts.parent_id is 'The post it answers.';
comment on column posts.title is 'Its title as written.';
comment on column posts.text is 'Its text as written; empty once it is gone.';
comment on column posts.lang is 'Language as the source says; NULL: it does not.';
comment on column posts.author_id is 'Keyed hash of the author; NULL: hidden or deleted.';
comment on column posts.handle_id is 'Keyed hash of the public handle, to recognise configured accounts.';
comment on column posts.author_staff is 'Whether the source marks the author as staff.';
comment on column posts.author_trust is 'Trust level at the source.';
comment on column posts.author_flair is 'Flair or title of the author.';
comment on column posts.author_groups is 'Groups of the author at the source.';
comment on column posts.author_domain is 'Domain of the author''s address, where the source gives it.';
comment on column posts.community is 'Subreddit, forum or other place.';
comment on column posts.category is 'Category or link flair.';
comment on column posts.tags is 'Tags or hashtags.';
comment on column posts.url is 'Its address.';
comment on column posts.created_at is 'When it was posted, UTC.';
comment on column posts.edited_at is 'When it was last edited, UTC.';
comment on column posts.deleted_at is 'When it was found to be gone, UTC.';
comment on column posts.likes is 'Likes.';
comment on column posts.replies is 'Replies.';
comment on column posts.reposts is 'Reposts.';
comment on column posts.quotes is 'Quotes.';
comment on column posts.views is 'Views.';
comment on column posts.votes is 'Votes or score.';
comment on column posts.counts_at is 'When the counts were read, UTC.';
comment on column posts.repost_of is 'The post it repeats without words of its own.';
comment on column posts.quote_of is 'The post it quotes.';
comment on column posts.answered is 'Whether its question has an accepted answer.';
comment on column posts.accepted is 'Whether it is the accepted answer.';
comment on column posts.first_fetched_at is 'When we first saw it, UTC.';
comment on column posts.fetched_at is 'When we last saw it, UTC.';
comment on column posts.fetch_id is 'The fetch that gave this row.';
comment on column posts.content_hash is 'MD5 of title and text.';

create table post_versions (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    title varchar,
    text varchar not null,
    fetched_at timestamptz not null,
);
comment on table post_versions is 'Other wordings of posts that were edited. Key: source, post_id, content_hash.';
comment on column post_versions.source is 'As in posts.';
comment on column post_versions.post_id is 'As in posts.';
comment on column post_versions.content_hash is 'MD5 of this wording.';
comment on column post_versions.title is 'The title it had.';
comment on column post_versions.text is 'The text it had.';
comment on column post_versions.fetched_at is 'When this wording was last seen, UTC.';

create table post_channels (
    source varchar not null,
    post_id varchar not null,
    channel varchar not null,
    first_fetched_at timestamptz not null,
);
comment on table post_channels is 'Which channels found a post. Key: source, post_id, channel.';
comment on column post_channels.source is 'As in posts.';
comment on column post_channels.post_id is 'As in posts.';
comment on column post_channels.channel is 'Id of the channel.';
comment on column post_channels.first_fetched_at is 'When this channel first gave it, UTC.';

create table gone (
    source varchar not null,
    post_id varchar not null,
    gone_at timestamptz not null,
    reason varchar not null,
);
comment on table gone is 'Posts that a source said are gone, the latest word on each. Key: source, post_id.';
comment on column gone.source is 'As in posts.';
comment on column gone.post_id is 'As in posts.';
comment on column gone.gone_at is 'When we learned it, UTC.';
comment on column gone.reason is 'deleted, removed, withheld or forbidden.';

create table loads (
    fetch_id varchar not null,
    loaded_at timestamptz not null,
);
comment on table loads is 'Which fetches are in; written in the same transaction as their rows.';
comment on column loads.fetch_id is 'Name of the folder in landing.';
comment on column loads.loaded_at is 'When it was loaded, UTC.';

create table coverage (
    fetch_id varchar not null,
    source varchar not null,
    channel varchar not null,
    window_start timestamptz not null,
    window_end timestamptz not null,
    started_at timestamptz not null,
    ended_at timestamptz not null,
    items bigint not null,
    requests bigint not null,
    retries bigint not null,
    posts_read bigint not null,
    cost_usd double not null,
    outcome varchar not null,
    reason varchar not null,
    n_new bigint not null,
    n_edited bigint not null,
    n_repeated bigint not null,
    n_refused bigint not null,
    n_gone bigint not null,
    unknown_keys varchar not null,
    notes varchar[] not null,
    recheck boolean not null,
);
comment on table coverage is 'The ledger: one row a fetch. Key: fetch_id.';
comment on column coverage.fetch_id is 'Name of the folder in landing.';
comment on column coverage.source is 'Source of the channel.';
comment on column coverage.channel is 'Id of the channel.';
comment on column coverage.window_start is 'Start of what was asked for, UTC.';
comment on column coverage.window_end is 'End of what was asked for, not included, UTC.';
comment on column coverage.started_at is 'When the fetch began, UTC.';
comment on column coverage.ended_at is 'When it ended, UTC.';
comment on column coverage.items is 'Raw items or rows landed.';
comment on column coverage.requests is 'Requests made.';
comment on column coverage.retries is 'Requests repeated.';
comment on column coverage.posts_read is 'Posts that the platform bills.';
comment on column coverage.cost_usd is 'Cost in US dollars.';
comment on column coverage.outcome is 'complete, capped, rate_limited, out_of_budget, forbidden, unreachable or failed.';
comment on column coverage.reason is 'The message where it did not complete.';
comment on column coverage.n_new is 'Posts not known before.';
comment on column coverage.n_edited is 'Known posts with a new wording.';
comment on column coverage.n_repeated is 'Posts already known, or given twice.';
comment on column coverage.n_refused is 'Records in quarantine.';
comment on column coverage.n_gone is 'Posts that the source said are gone.';
comment on column coverage.unknown_keys is 'JSON: keys that the mapping does not know, counted.';
comment on column coverage.recheck is 'Whether it asked for known posts again and not for a window.';
comment on column coverage.notes is 'What the collector noted.';

create table coverage_gaps (
    fetch_id varchar not null,
    start timestamptz not null,
    "end" timestamptz not null,
    reason varchar not null,
);
comment on table coverage_gaps is 'Parts of a fetch''s window that were not heard.';
comment on column coverage_gaps.fetch_id is 'As in coverage.';
comment on column coverage_gaps.start is 'Start of the gap, UTC.';
comment on column coverage_gaps."end" is 'End of the gap, not included, UTC.';
comment on column coverage_gaps.reason is 'Why.';

create table quarantine (
    id varchar not null,
    fetch_id varchar not null,
    source varchar not null,
    channel varchar not null,
    item_id varchar,
    field varchar not null,
    reason varchar not null,
    payload varchar not null,
    first_seen_at timestamptz not null,
);
comment on table quarantine is 'Records that could not become posts, each once. Key: id.';
comment on column quarantine.id is 'MD5 of channel, item and field; of the payload where the item has no id.';
comment on column quarantine.fetch_id is 'The fetch that first gave it.';
comment on column quarantine.source is 'Source of the channel.';
comment on column quarantine.channel is 'Id of the channel.';
comment on column quarantine.item_id is 'Its id at the source, or file and row.';
comment on column quarantine.field is 'What was wrong.';
comment on column quarantine.reason is 'Why, for a person.';
comment on column quarantine.payload is 'The record as JSON.';
comment on column quarantine.first_seen_at is 'When it was first refused, UTC.';

create table voices (
    source varchar not null,
    post_id varchar not null,
    voice_id varchar not null,
    role varchar not null,
    flag varchar,
    own boolean not null,
);
comment on table voices is 'Who speaks for whom: reposts and copies follow their original. Key: source, post_id.';
comment on column voices.source is 'As in posts.';
comment on column voices.post_id is 'As in posts.';
comment on column voices.voice_id is 'source/post_id of the original.';
comment on column voices.role is 'original, repost or copy.';
comment on column voices.flag is 'flood or bot; NULL: neither.';
comment on column voices.own is 'Whether one of our own accounts wrote it.';

create table sentiment (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    negative float,
    neutral float,
    positive float,
    label varchar,
    confidence float,
    mixed boolean,
    lang varchar,
    scored boolean not null,
    intents varchar[],
    model_version varchar not null,
);
comment on table sentiment is 'What the sentiment model read, for the wording named by content_hash. Key: source, post_id.';
comment on column sentiment.source is 'As in posts.';
comment on column sentiment.post_id is 'As in posts.';
comment on column sentiment.content_hash is 'The wording that was read.';
comment on column sentiment.negative is 'Probability, 0 to 1.';
comment on column sentiment.neutral is 'Probability, 0 to 1.';
comment on column sentiment.positive is 'Probability, 0 to 1.';
comment on column sentiment.label is 'negative, neutral or positive: the likeliest.';
comment on column sentiment.confidence is 'Probability of the label.';
comment on column sentiment.mixed is 'Whether both polarities are in it.';
comment on column sentiment.lang is 'Language found; und: unknown.';
comment on column sentiment.scored is 'False: a language or text that no model can read; never guessed.';
comment on column sentiment.intents is 'bug_report, feature_request, question, praise, complaint ...';
comment on column sentiment.model_version is 'The model that read it.';

create table themes (
    theme_id varchar not null,
    label varchar not null,
    keywords varchar[] not null,
    first_week date,
    n_posts bigint not null,
    state varchar not null,
    model_version varchar not null,
);
comment on table themes is 'The themes in use. Key: theme_id, which outlives re-runs.';
comment on column themes.theme_id is 'Permanent id.';
comment on column themes.label is 'What a reader sees.';
comment on column themes.keywords is 'Its most typical words.';
comment on column themes.first_week is 'Monday of the week in which it was first heard.';
comment on column themes.n_posts is 'Posts assigned to it.';
comment on column themes.state is 'active or gone.';
comment on column themes.model_version is 'The model that found it.';

create table post_themes (
    source varchar not null,
    post_id varchar not null,
    theme_id varchar not null,
    strength float not null,
    model_version varchar not null,
);
comment on table post_themes is 'The best theme of each post. Key: source, post_id.';
comment on column post_themes.source is 'As in posts.';
comment on column post_themes.post_id is 'As in posts.';
comment on column post_themes.theme_id is 'As in themes; other: none fits.';
comment on column post_themes.strength is 'How near the post is to the theme, 0 to 1.';
comment on column post_themes.model_version is 'The model that assigned it.';

create table model_states (
    name varchar not null,
    version varchar not null,
    saved_at timestamptz not null,
    state blob not null,
);
comment on table model_states is 'What a model must remember to stay itself next week. Key: name.';
comment on column model_states.name is 'themes.';
comment on column model_states.version is 'Version of the model.';
comment on column model_states.saved_at is 'When, UTC.';
comment on column model_states.state is 'As the model wrote it.';

create table off_topic (
    source varchar not null,
    post_id varchar not null,
    name varchar not null,
);
comment on table off_topic is 'Posts that name a brand''s word but mean something else, by the brand''s require and exclude words.';
comment on column off_topic.source is 'As in posts.';
comment on column off_topic.post_id is 'As in posts.';
comment on column off_topic.name is 'The brand.';

create table post_audiences (
    audience varchar not null,
    source varchar not null,
    post_id varchar not null,
);
comment on table post_audiences is 'Which audiences a post belongs to, by rule; everyone holds all that is on topic.';
comment on column post_audiences.audience is 'Id of the audience.';
comment on column post_audiences.source is 'As in posts.';
comment on column post_audiences.post_id is 'As in posts.';
