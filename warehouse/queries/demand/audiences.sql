-- Which audiences make each demand.
select
    d.demand_id,
    list_sort(list_distinct(list(a.audience))) as audiences,
from post_demands as d
inner join post_audiences as a on d.source = a.source and d.post_id = a.post_id
where a.audience != 'everyone'
group by all
order by d.demand_id
