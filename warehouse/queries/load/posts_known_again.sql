-- A post that was gone once is known from its last sight on, in any order of loads.
update posts
set known_from = fetched_at
where
    known_from is distinct from fetched_at
    and exists (select 1 from gone as g where g.source = posts.source and g.post_id = posts.post_id)
    and exists (select 1 from touched as t where t.source = posts.source and t.post_id = posts.post_id)
