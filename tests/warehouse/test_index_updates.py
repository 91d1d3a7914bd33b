"""The index of words, kept post by post: after any changes it holds what building it anew gives, and answers the same."""

import random
from datetime import timedelta

import pytest

from tests.warehouse.loading import START, batch, gone, post
from voxpop import warehouse
from voxpop.warehouse import search as find
from voxpop.warehouse import search_index as index

WORDS = ["price", "prices", "crash", "crashed", "login", "café", "slow", "plan", "price-list", "upgrade"]


def text(chooser):
    return " ".join(chooser.choice(WORDS) for _ in range(chooser.randint(1, 9)))


def held(con):
    """All that the index holds, by words and keys, whatever the numbers."""
    posts = "select * exclude (post) from search_posts order by all"
    words = "select * exclude (word) from search_words order by all"
    places = (
        "select w.written, s.source, s.post_id, i.place from search_places as i left join search_posts as s using (post) "
        "left join search_words as w using (word) order by all"
    )
    return [con.execute(one).fetchall() for one in (posts, words, places)]


def answers(con):
    asked = ("price", "crash OR slow", "pric* AND NOT login", '"price list"')
    return [find.by_words(con, one, 20).posts.to_pylist() for one in asked]


def voices(con, chooser, share):
    con.execute("delete from voices")
    con.execute(
        "insert into voices select source, post_id, source || '/' || post_id, 'original', null, false from posts"
    )
    copies = [[post_id] for (post_id,) in con.execute("select post_id from posts order by all").fetchall() if chooser.random() < share]  # fmt: skip
    if copies:
        con.executemany("update voices set role = 'copy' where post_id = ?", copies)


@pytest.mark.parametrize("seed", range(3))
def test_any_changes_leave_what_building_anew_gives(tmp_path, seed):
    chooser = random.Random(seed)
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        numbers = list(range(60))
        writer.load(batch("f0", START + timedelta(days=8), [post(n, text(chooser)) for n in numbers]))
        voices(writer.con, chooser, 0)
        writer.findings.build_marts("UTC")
        writer.findings.update_index()
        for step in range(1, 5):
            when = START + timedelta(days=8 + step)
            changed = chooser.sample(numbers, 4)
            records = [post(n, text(chooser)) for n in changed[:3]] + [gone(changed[3], when)]
            records += [post(100 * step + n, text(chooser)) for n in range(4)]
            writer.load(batch(f"f{step}", when, records))
            voices(writer.con, chooser, 0.05)
            writer.findings.update_index()
            ours, said = held(writer.con), answers(writer.con)
            writer.con.execute("begin")
            index.build(writer.con)
            assert held(writer.con) == ours
            assert answers(writer.con) == said
            writer.con.execute("rollback")


def test_only_new_wordings_are_cut(tmp_path, monkeypatch):
    with warehouse.writer(tmp_path / "w.duckdb") as writer:
        writer.load(batch("f0", START + timedelta(days=8), [post(n, f"price {n}") for n in range(40)]))
        voices(writer.con, random.Random(1), 0)
        writer.findings.build_marts("UTC")
        writer.findings.update_index()
        writer.load(batch("f1", START + timedelta(days=9), [post(50, "a new wording")]))
        voices(writer.con, random.Random(1), 0)
        monkeypatch.setattr(index, "_build", None)
        writer.findings.update_index()
        assert writer.con.execute("select count(*), max(post) from search_posts").fetchall() == [(41, 41)]
