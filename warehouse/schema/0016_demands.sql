-- Ideas and bug reports that mean the same, one demand each; demand.yaml is the original of what people decided on them.
create table demands (
    demand_id varchar not null,
    kind varchar not null,
    title varchar,
    state varchar not null,
    since date,
    hidden boolean not null,
);
comment on table demands is 'What people ask for, whoever words it how. Key: demand_id, which outlives re-runs.';
comment on column demands.demand_id is 'Permanent id.';
comment on column demands.kind is 'idea or bug.';
comment on column demands.title is 'The name that a person gave; NULL: its most typical sentence names it.';
comment on column demands.state is 'new, planned, in progress, shipped or declined.';
comment on column demands.since is 'Day from which the state holds; NULL: nobody set it.';
comment on column demands.hidden is 'Whether a person hid it.';

create table post_demands (
    source varchar not null,
    post_id varchar not null,
    content_hash varchar not null,
    kind varchar not null,
    demand_id varchar not null,
    group_id varchar not null,
    sentence varchar not null,
    typical boolean not null,
    vector blob not null,
    model_version varchar not null,
);
comment on table post_demands is 'Which demand a post makes. Key: source, post_id, kind.';
comment on column post_demands.source is 'As in posts.';
comment on column post_demands.post_id is 'As in posts.';
comment on column post_demands.content_hash is 'The wording that was read.';
comment on column post_demands.kind is 'idea or bug.';
comment on column post_demands.demand_id is 'As in demands, after merges.';
comment on column post_demands.group_id is 'The demand before merges.';
comment on column post_demands.sentence is 'The sentence that asks.';
comment on column post_demands.typical is 'Whether it is the most typical one of its demand.';
comment on column post_demands.vector is 'What the encoder read in it, whole numbers of a byte each.';
comment on column post_demands.model_version is 'The encoder.';
