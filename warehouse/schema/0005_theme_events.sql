-- What happened to themes, and what people decided on them; the file themes.yaml is the original of the decisions.
create table theme_events (
    number bigint not null,
    week date,
    theme_id varchar not null,
    event varchar not null,
    reason varchar not null,
    person varchar,
    decided_at timestamptz,
);
comment on table theme_events is 'What happened to themes, in order. Key: number.';
comment on column theme_events.number is 'Place in the history.';
comment on column theme_events.week is 'Monday of the week in whose posts it was seen; null: a decision, or seen over all weeks.';
comment on column theme_events.theme_id is 'As in themes.';
comment on column theme_events.event is 'born, silent, heard again, alike (a proposal); rename, merge, split, pin, hide, taken back (people).';
comment on column theme_events.reason is 'Why, in words.';
comment on column theme_events.person is 'Who decided; null: the model, or not said.';
comment on column theme_events.decided_at is 'When a person decided, UTC; null: as for person.';
comment on column themes.state is 'active, silent (no post for eight weeks), merged, split or hidden.';
comment on column themes.n_posts is 'Posts that count for it; those of a merged theme count for the other.';
