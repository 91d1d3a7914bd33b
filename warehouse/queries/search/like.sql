-- How like each post is to one post: the cosine that the number of differing bits of their signatures stands for, 0 to 1.
-- Two of a kind differ in few of the 256 bits, strangers in about half.
with
asked as (
    select bits,
    from post_signatures
    where source = $source and post_id = $post_id and bits is not null
),

compared as (
    select
        g.source,
        g.post_id,
        bit_count(xor(g.bits[1], a.bits[1]))::integer
        + bit_count(xor(g.bits[2], a.bits[2]))::integer
        + bit_count(xor(g.bits[3], a.bits[3]))::integer
        + bit_count(xor(g.bits[4], a.bits[4]))::integer as differing,
    from post_signatures as g
    cross join asked as a
),

near as (
    select *
    from compared
    where
        differing < 112
        and (source != $source or post_id != $post_id)
)

select
    s.post,
    round(cos(pi() * n.differing / 256), 6) as score,
from near as n
inner join search_posts as s using (source, post_id)
