"""SQL over groups: what is in reach, what is not, and what a statement may take."""

import pyarrow as pa
import pytest

from voxpop.errors import UsageError
from voxpop.warehouse.groups import TABLES, Groups, Limits

GROUPS = Groups({name: pa.table({"week": [1, 2, 3], "n_authors": [5, 6, 7]}) for name in TABLES})


def test_a_select():
    assert GROUPS.sql("select sum(n_authors) as n from weekly") == (["n"], [[18]], False)
    columns, rows, cut = GROUPS.sql("from weekly order by week", Limits(rows=2))
    assert (columns, rows, cut) == (["week", "n_authors"], [[1, 5], [2, 6]], True)


def test_values_are_plain_json():
    _, rows, _ = GROUPS.sql(
        "select 9223372036854775807, 'nan'::double, [date '2026-11-16'], {'a': 1}, '\\x00'::blob, null, true"
    )
    assert rows == [["9223372036854775807", None, ["2026-11-16"], {"a": 1}, "b'\\x00'", None, True]]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from posts",
        "select * from opinions",
        "select * from GROUPS",
        "select * from secret",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/*')",
        "select content from read_text('/etc/hostname')",
        "select * from duckdb_extensions() where install_path != '' and getenv('HOME') = ''",
        "attach 'x.db'",
        "copy weekly to '/tmp/x.csv'",
        "select 1; select 2",
        "create table x as select 1",
        "insert into weekly values (1, 1)",
        "set threads = 8",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "call pragma_version()",
        "select",
        "",
    ],
)
def test_nothing_else_is_in_reach(statement):
    secret = pa.table({"x": [1]})
    with pytest.raises(UsageError, match=r"the query failed|write one select"):
        GROUPS.sql(statement)
    assert secret.num_rows == 1


def test_a_long_query_is_stopped():
    with pytest.raises(UsageError, match=r"took longer than 0\.2 seconds"):
        GROUPS.sql("select count(*) from range(100000000000)", Limits(seconds=0.2))


def test_a_large_result_is_refused():
    with pytest.raises(UsageError, match="more than 200000 letters"):
        GROUPS.sql("select repeat('a', 300000)")
