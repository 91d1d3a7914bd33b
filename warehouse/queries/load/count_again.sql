-- What a fetch gave when its refused records were read once more.
update coverage
set
    n_new = n_new + $new,
    n_edited = n_edited + $edited,
    n_refused = greatest(0, n_refused - $read)
where fetch_id = $fetch_id
