-- A post that was gone once is known from its last sight on, in any order of loads.
update post_versions
set known_from = fetched_at
where
    known_from is distinct from fetched_at
    and exists (select 1 from gone as g where g.source = post_versions.source and g.post_id = post_versions.post_id)
    and exists (select 1 from touched as t where t.source = post_versions.source and t.post_id = post_versions.post_id)
