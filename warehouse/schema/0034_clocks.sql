-- What a server's clock said during a fetch, and which fetches a later one found ahead of the clock.
alter table coverage add column clock_ahead double;
alter table coverage add column doubted varchar[];
comment on column coverage.clock_ahead is 'Seconds that the server''s clock was ahead of ours; NULL: it did not say.';
comment on column coverage.doubted is 'Fetches of the channel that lay in the future when this one was made: by a clock that was ahead.';
