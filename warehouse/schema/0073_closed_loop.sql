-- What was done about demands, where they went, and what became of the issues that were made of them.
create table demand_acts (
    demand_id varchar not null,
    done_on date not null,
    what varchar not null,
    link varchar,
);
comment on table demand_acts is 'What was done about demands, as people wrote it in demand.yaml. Key: demand_id, done_on, what.';
comment on column demand_acts.demand_id is 'As in demands, after merges.';
comment on column demand_acts.done_on is 'The day, local.';
comment on column demand_acts.what is 'What was done, in words.';
comment on column demand_acts.link is 'Where it can be read; NULL: not said.';

create table demand_aliases (
    former_id varchar not null,
    demand_id varchar not null,
);
comment on table demand_aliases is 'Ids that demands had before they were merged, by people or by the analysis. Key: former_id.';
comment on column demand_aliases.former_id is 'An id that is no longer in use.';
comment on column demand_aliases.demand_id is 'The demand that most of its posts make now, as in demands.';

create table demand_issues (
    tracker varchar not null,
    issue varchar not null,
    demand_id varchar not null,
    url varchar,
    state varchar not null,
    release varchar,
    read_at timestamptz not null,
);
comment on table demand_issues is 'What trackers said of the issues made of demands, one row a change. Key: tracker, issue, demand_id, read_at.';
comment on column demand_issues.tracker is 'Its id in voxpop.yaml.';
comment on column demand_issues.issue is 'What the tracker calls it, such as #12 or ACME-7.';
comment on column demand_issues.demand_id is 'The demand that its mark names, perhaps a former id.';
comment on column demand_issues.url is 'Its page.';
comment on column demand_issues.state is 'open, in progress, done, declined, or gone (it was deleted there).';
comment on column demand_issues.release is 'The milestone or version that it is planned for or was done in; NULL: none is said.';
comment on column demand_issues.read_at is 'When it was read, UTC.';
