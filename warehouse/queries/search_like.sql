-- How like each post is to one post: the cosine that the number of differing bits of their signatures stands for, 0 to 1.
-- Two of a kind differ in few of the 256 bits, strangers in about half.
with
asked as (
    select
        bits,
    from post_signatures
    where source = $source and post_id = $post_id and bits is not null
),

compared as (
    select
        s.post,
        bit_count(xor(g.bits[1], a.bits[1]))
        + bit_count(xor(g.bits[2], a.bits[2]))
        + bit_count(xor(g.bits[3], a.bits[3]))
        + bit_count(xor(g.bits[4], a.bits[4])) as differing,
    from post_signatures as g
    cross join asked as a
    inner join search_posts as s using (source, post_id)
    where
        g.bits is not null
        and (g.source != $source or g.post_id != $post_id)
)

select
    post,
    cos(pi() * differing / 256) as score,
from compared
where differing < 112
