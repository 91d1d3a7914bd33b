"""One person with several accounts is one author in every figure, only where the configuration says so, with its basis."""

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pipeline.kept_world import installation, landed, reddit, x_page
from tests.warehouse.rows_world import DEFAULTS
from voxpop import warehouse
from voxpop.authors import AuthorKey
from voxpop.errors import VoxpopError
from voxpop.pipeline.analyze import people
from voxpop.pipeline.analyze import run as analyze
from voxpop.pipeline.analyze.people import SCHEMA
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace
from voxpop.warehouse import marts
from voxpop.warehouse.authors import people as joining
from voxpop.warehouse.migrate import migrate

JOINED = """
people:
  - {name: Ann, basis: she says so in both profiles, accounts: [{source: reddit, handle: rider1}, {source: x, handle: "@Flyer1"}]}
"""


@pytest.fixture
def world(tmp_path):
    """Twenty riders of Reddit and twenty flyers of X, thirty posts each; rider1 and flyer1 are one."""
    there = installation(tmp_path)
    landed(there, "talk", [reddit(n, f"rider{n % 20}") for n in range(30)])
    landed(there, "wire", [x_page(range(30))])
    load.load(there)
    return there


def configured(there, more):
    path = there.config.base_dir / "voxpop.yaml"
    path.write_text(path.read_text() + more)
    return Workspace.open(path)


def figures(there):
    query = """
    select
        (select count(distinct author_id) from opinions where audience = 'everyone'),
        (select count(distinct author_id) from author_weeks where audience = 'everyone'),
        (select max(n_authors) from weekly_net where audience = 'everyone'),
        (select count(*) from opinions where audience = 'everyone')
    """
    con = warehouse.connect(there.snapshots)
    try:
        return con.execute(query).fetchall()[0]
    finally:
        con.close()


def test_joined_accounts_are_one_author_everywhere_and_the_basis_is_kept(world):
    analyze.analyze(world)
    before = figures(world)
    assert before[:3] == (40, 40, 40)
    there = configured(world, JOINED)
    analyze.analyze(there)
    assert figures(there) == (39, 39, 39, before[3]), "as many posts, one person fewer"
    con = warehouse.connect(there.snapshots)
    basis, people_, accounts = con.execute(
        "select min(basis), count(distinct person_id), count(*) from people"
    ).fetchall()[0]
    assert (basis, people_, accounts) == ("she says so in both profiles", 1, 6), "a handle and two possible ids each"
    assert con.execute(
        "select count(distinct source) from opinions where author_id in (select person_id from people)"
    ).fetchall() == [(2,)]
    held = con.execute("select * from people").fetchall()
    con.close()
    assert not any("Ann" in str(row) or "rider1" in str(row) for row in held)


def test_who_is_joined_no_more_is_two_again_and_who_is_forgotten_is_in_no_table(world):
    there = configured(world, JOINED)
    analyze.analyze(there)
    forget.forget(there, ["reddit:rider1"], [])
    con = warehouse.connect(there.snapshots)
    assert con.execute("select distinct source from people").fetchall() == [("x",)]
    con.close()
    analyze.analyze(there)
    assert figures(there)[0] == 39
    path = there.config.base_dir / "voxpop.yaml"
    path.write_text(path.read_text().replace(JOINED, ""))
    plain = Workspace.open(path)
    analyze.analyze(plain)
    assert figures(plain)[0] == 39
    assert people.people(plain).num_rows == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("people: [{basis: x, accounts: [{source: x, handle: a}]}]", "at least 2 items"),
        ("people: [{accounts: [{source: x, handle: a}, {source: x, handle: b}]}]", "basis"),
        (
            "people: [{basis: x, accounts: [{source: x, handle: a}, {source: x, handle: '@A'}]}]",
            "belongs to people twice",
        ),
    ],
)
def test_what_is_no_person_is_refused(tmp_path, more, said):
    with pytest.raises(VoxpopError, match=said):
        configured(installation(tmp_path), more + "\n")


def test_a_person_is_the_same_in_whatever_order_the_accounts_stand():
    key = AuthorKey(b"k")
    assert key.person(["a", "b"]) == key.person(["b", "a"]) != key.person(["a", "c"])


ACCOUNTS = st.tuples(st.sampled_from(["x", "reddit", "forum"]), st.integers(0, 5))


@settings(max_examples=12, deadline=None)
@given(
    posts=st.lists(ACCOUNTS, min_size=1, max_size=25),
    groups=st.lists(ACCOUNTS, max_size=12, unique=True).flatmap(
        lambda chosen: st.lists(st.integers(0, 2), min_size=len(chosen), max_size=len(chosen)).map(
            lambda group: dict(zip(chosen, group, strict=True))
        )
    ),
    by_id=st.booleans(),
)
def test_every_count_of_people_is_that_of_persons_whatever_is_joined(posts, groups, by_id):
    con = duckdb.connect()
    con.execute("set timezone = 'UTC'")
    migrate(con)
    named = "author_id" if by_id else "handle_id"
    for n, (source, number) in enumerate(posts):
        post = DEFAULTS["posts"] | {
            "source": source, "post_id": f"p{n}", "author_id": f"{source}:{number}", "handle_id": f"h:{source}:{number}",
            "created_at": "2026-11-17T10:00:00Z",
        }  # fmt: skip
        con.execute(
            f"insert into posts by name select {', '.join(f'? as {name}' for name in post)}", list(post.values())
        )
        for table in ("post_channels", "voices", "post_audiences"):
            row = DEFAULTS[table] | {"source": source, "post_id": f"p{n}"}
            con.execute(
                f"insert into {table} by name select {', '.join(f'? as {name}' for name in row)}", list(row.values())
            )
    form = {"author_id": "{}:{}", "handle_id": "h:{}:{}"}[named]
    rows = [{"person_id": f"person{group}", "source": account[0], "key_hash": form.format(*account), "basis": "told"}
            for account, group in groups.items()]  # fmt: skip
    joining.replace(con, pa.Table.from_pylist(rows, SCHEMA))
    marts.fill(con, "UTC")
    wanted = len({groups.get(account, account) for account in posts})
    for table in ("opinions", "author_weeks"):
        assert con.execute(f"select count(distinct author_id) from {table}").fetchall() == [(wanted,)]
    assert con.execute("select n_authors, n_posts from weekly_net").fetchall() == [(wanted, len(posts))]
    con.close()
