-- Posts that could be quoted: of each theme and tone the nearest to the theme's centre, scored with confidence, neither
-- a scrap nor an essay. Personal data are looked for afterwards.
select
    source,
    post_id,
    author_id,
    channel,
    day,
    theme_id,
    strength,
    label,
    confidence,
    negative,
    positive,
    lang,
    title,
    text,
    url,
from opinions
anti join not_quoted using (source, post_id)
where
    audience = $audience
    and week = $week
    and scored
    and confidence >= $confidence
    and length(text) between 30 and 400
qualify row_number() over (
    partition by theme_id, label
    order by strength desc nulls last, confidence desc, source, post_id
) <= 25
order by source, post_id
