-- Posts that a question which nothing is known of yet is tried on: readable ones, in an order that depends on the post alone.
select
    o.source,
    o.post_id,
    o.title,
    o.text,
    o.channel,
    o.day,
    p.content_hash,
from opinions as o
inner join posts as p using (source, post_id)
where o.audience = $audience and o.scored and o.lang = 'en'
order by md5($seed || '/' || o.source || '/' || o.post_id)
limit $most
