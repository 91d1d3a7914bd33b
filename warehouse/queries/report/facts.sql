-- Until when the data is known, and which models read it.
select
    (select max(ended_at) from coverage) as known_at,
    (
        select coalesce(max(model_version) filter (where not starts_with(model_version, 'words-')), max(model_version))
        from sentiment
    ) as sentiment_version,
    (select max(model_version) from themes) as themes_version,
