-- Where a past state is cut, from the snapshot `past`: what its ledger and its tables hold and the copy does not.
select
    $known::timestamptz as known_at,
    $until::timestamptz as until_at,
    (select coalesce(sum(n_new), 0) from past.coverage) - (select coalesce(sum(n_new), 0) from coverage) as n_new,
    (select count(*) from past.posts) - (select count(*) from posts) as n_posts,
    (select coalesce(sum(n_posts), 0) from past.erasures) as n_erased
