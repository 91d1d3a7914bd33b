-- The names by which rules of audiences can recognise posts, as far as posts bear them.
select distinct
    'category' as condition,
    category as name,
from posts
where category is not null
union all
select distinct
    'community' as condition,
    community as name,
from posts
where community is not null
union all
select distinct
    'flair' as condition,
    author_flair as name,
from posts
where author_flair is not null
union all
select distinct
    'domain' as condition,
    author_domain as name,
from posts
where author_domain is not null
union all
select distinct
    'tag' as condition,
    unnest(tags) as name,
from posts
union all
select distinct
    'group' as condition,
    unnest(author_groups) as name,
from posts
order by condition, name
