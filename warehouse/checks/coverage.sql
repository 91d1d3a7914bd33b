-- fail: every load is in the ledger, once
select fetch_id from loads
group by all
having count(*) > 1
union all
select l.fetch_id from loads as l
anti join coverage as c on l.fetch_id = c.fetch_id;

-- fail: what the ledger calls new, less what was erased, is what is there
select 1 as wrong
where
    (select coalesce(sum(n_new), 0) from coverage) + (select coalesce(sum(n_new), 0) from cuts)
    != (select count(*) from posts)
    + (select coalesce(sum(n_posts), 0) from erasures)
    + (select coalesce(sum(n_posts + n_erased), 0) from cuts);

-- warn: a fetch that did not complete names its gap
select c.fetch_id from coverage as c
anti join coverage_gaps as g on c.fetch_id = g.fetch_id
where c.outcome != 'complete'
