-- Which of the wanted words and phrases each post holds (`found`, a bit for each) and how much that says of it (BM25 with
-- k1 = 1.2, b = 0.75; a phrase counts as one word; rounded, so that equals stay equal). A single word stands for all its forms, a phrase for itself.
with
wanted as (
    select unnest($wanted, max_depth := 2),
),

sides as (
    select
        *,
        string_split(words_of(written), ' ') as words,
    from wanted
),

parts as (
    select
        *,
        stem(written) as stem,
    from (
        select
            leaf,
            side,
            prefix,
            len(words) as n_parts,
            unnest(words) as written,
            unnest(range(len(words)))::integer as part,
        from sides
    )
),

known as (
    select
        p.leaf,
        p.side,
        p.part,
        p.n_parts,
        w.word,
    from parts as p
    inner join search_words as w
        on
            case
                when p.prefix and p.part = p.n_parts - 1 then starts_with(w.written, p.written)
                when p.n_parts = 1 then p.stem = w.stem
                else p.written = w.written
            end
),

single as (
    select
        k.leaf,
        k.side,
        i.post,
        i.place as first,
        i.place as last,
    from search_places as i
    inner join known as k using (word)
    where k.n_parts = 1
),

phrases as (
    select
        k.leaf,
        k.side,
        i.post,
        i.place - k.part as first,
        i.place - k.part + k.n_parts - 1 as last,
    from search_places as i
    inner join known as k using (word)
    where k.n_parts > 1
    group by k.leaf, k.side, k.n_parts, i.post, i.place - k.part
    having count(distinct k.part) = k.n_parts
),

stands as (
    select * from single
    union all
    select * from phrases
),

near as (
    select
        a.leaf,
        a.post,
        count(*) as n,
    from stands as a
    inner join stands as b using (leaf, post)
    inner join wanted as w on a.leaf = w.leaf and w.side = 1
    where
        a.side = 0
        and b.side = 1
        and (b.first - a.last between 1 and w.far or a.first - b.last between 1 and w.far)
    group by a.leaf, a.post
),

counted as (
    select
        s.leaf,
        s.post,
        count(*) as n,
    from stands as s
    inner join wanted as w on s.leaf = w.leaf and s.side = w.side
    where w.far = 0
    group by s.leaf, s.post
    union all
    select * from near
),

held as (
    select
        leaf,
        count(*) as n_posts,
    from counted
    group by leaf
),

everything as (
    select
        count(*) as n_posts,
        avg(n_words) as n_words,
    from search_posts
),

weights as (
    select
        h.leaf,
        case when w.counts then ln(1 + (e.n_posts - h.n_posts + 0.5) / (h.n_posts + 0.5)) else 0 end as weight,
        e.n_words,
    from held as h
    inner join wanted as w on h.leaf = w.leaf and w.side = 0
    cross join everything as e
)

select
    c.post,
    bit_or(1::bigint << c.leaf) as found,
    round(sum(w.weight * 2.2 * c.n / (c.n + 1.2 * (0.25 + 0.75 * s.n_words / w.n_words))), 6) as score,
from counted as c
inner join weights as w using (leaf)
inner join search_posts as s using (post)
group by c.post
