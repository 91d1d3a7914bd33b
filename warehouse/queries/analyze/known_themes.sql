-- The themes of the wanted posts as they were found last, where the same was read of them.
select
    w.source,
    w.post_id,
    t.theme_id,
    t.strength,
    s.sub_theme_id,
from wanted_posts as w
inner join post_themes as t on w.source = t.source and w.post_id = t.post_id and w.read_hash = t.read_hash
left join post_sub_themes as s on w.source = s.source and w.post_id = s.post_id
order by w.source, w.post_id
