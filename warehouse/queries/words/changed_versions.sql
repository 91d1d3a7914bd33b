-- Earlier states whose own words are others than those noted (`told_words` against what the table holds).
select
    t.source,
    t.post_id,
    t.state_hash,
    t.own_title,
    t.own_text,
    t.quoted_chars,
from told_words as t
inner join post_versions as p
    on t.source = p.source and t.post_id = p.post_id and t.state_hash is not distinct from p.state_hash
where
    t.own_title is distinct from p.own_title
    or t.own_text is distinct from p.own_text
    or t.quoted_chars is distinct from p.quoted_chars
