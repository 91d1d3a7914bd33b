-- Until when the data is known, and which models read it. A fetch ahead of the clock, made by one that was wrong, does not
-- count: it would silence alerts, promises and questions until then.
select
    (
        select coalesce(max(ended_at) filter (where ended_at <= now() + interval 5 minute), max(ended_at))
        from coverage
    ) as known_at,
    (
        select coalesce(max(model_version) filter (where not starts_with(model_version, 'words-')), max(model_version))
        from sentiment
    ) as sentiment_version,
    (select max(model_version) from themes) as themes_version,
