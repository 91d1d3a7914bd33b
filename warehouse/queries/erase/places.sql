-- Every table that holds rows of single posts.
select c.table_name
from duckdb_columns() as c
inner join duckdb_tables() as t
    on c.database_name = t.database_name and c.table_name = t.table_name and not t.temporary
where c.database_name = current_database() and c.column_name in ('source', 'post_id')
group by c.table_name
having count(*) = 2
order by c.table_name
