-- Every table that names people by their keyed hashes, and the column that does.
select
    c.table_name,
    c.column_name,
from duckdb_columns() as c
inner join duckdb_tables() as t
    on c.database_name = t.database_name and c.table_name = t.table_name and not t.temporary
where
    c.database_name = current_database()
    and c.column_name in ('author_id', 'handle_id', 'person_id', 'key_hash')
    and c.table_name not in (
        select b.table_name
        from duckdb_columns() as b
        where b.database_name = current_database() and b.column_name = 'post_id'
    )
order by all
