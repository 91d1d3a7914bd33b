"""`voxpop search`: words and likeness from the configuration to the terminal and the notebook."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from tests.analysis.themes.theme_world import SUBJECTS
from tests.pipeline.reports_world import SAID, WEEK
from voxpop import warehouse
from voxpop.analysis.themes.signatures import BITS, sign
from voxpop.errors import UsageError
from voxpop.pipeline.command.main import app
from voxpop.pipeline.explore import search
from voxpop.pipeline.explore.snapshot import open_snapshot


def voxpop(there, *arguments):
    return CliRunner().invoke(app, ["search", *arguments, "--config", str(there.lines.path)])


def posts(found):
    return found.posts.to_pylist()


def test_words_are_found_in_any_form_with_restrictions(reported):
    assert search.search(reported, "calendar upgrade").n_posts == 0
    upgrades = search.search(reported, "upgrades failing", limit=1000)
    assert {row["text"][:11] for row in posts(upgrades)} == {"The upgrade"}
    window = WEEK.window("Europe/Berlin")
    some = search.search(
        reported, "upgrade", audience="admins", start=str(window.start), end=str(window.end), limit=1000
    )
    assert 0 < some.n_posts < upgrades.n_posts / 5
    assert all(window.start <= row["created_at"] < window.end for row in posts(some))


def test_posts_alike_share_rare_words_where_no_vector_is_known(reported):
    con = warehouse.connect(reported.snapshots)
    one = {text: con.execute("select post_id from search_posts semi join (select source, post_id from posts where starts_with(text, ?)) "
           "using (source, post_id) limit 1", [text]).fetchall()[0][0] for text in SAID}  # fmt: skip
    con.close()
    for text, post_id in one.items():
        near = posts(search.search(reported, like=f"archive:{post_id}", limit=20))
        assert len(near) == 20
        assert all(row["post_id"] != post_id for row in near)
        assert np.mean([row["text"].startswith(text) for row in near]) >= 0.9, text
        assert near == posts(search.search(reported, like=f"archive/{post_id}", limit=20))


def test_posts_alike_are_about_the_same_without_the_same_words(themed):
    con = warehouse.connect(themed.snapshots)
    assert con.execute("select count(*) = 0 from post_signatures where bits is null").fetchall() == [(True,)]
    rows = con.execute("select post_id, text from posts semi join search_posts using (source, post_id)").fetchall()
    con.close()

    def subject(text):
        return next(
            name for name, (things, _) in SUBJECTS.items() if any(thing.lower() in text.lower() for thing in things)
        )

    for name in SUBJECTS:
        post_id, text = next((key, text) for key, text in sorted(rows) if subject(text) == name)
        near = posts(search.search(themed, like=f"archive:{post_id}", limit=20))
        assert np.mean([subject(row["text"]) == name for row in near]) >= 0.9, text
        assert all(0 < row["score"] <= 1 for row in near)
    assert any(subject(row["text"]) == name and row["text"].split()[-3:] != text.split()[-3:] for row in near)


def test_the_command_shows_hits_and_their_number(reported):
    shown = voxpop(reported, "calendar", "larkspur", "--limit", "3")
    assert shown.exit_code == 0, shown.output
    n_posts = search.search(reported, "calendar larkspur").n_posts
    assert shown.output.startswith(f"3 of {n_posts} posts")
    assert shown.output.count("archive:survey/") == 3
    as_json = json.loads(voxpop(reported, '"sadly case"', "--json").output)
    assert as_json["n_posts"] == n_posts
    assert {"score", "source", "post_id", "created_at", "channel", "own", "label", "text", "url"} <= set(
        as_json["posts"][0]
    )


def test_the_notebook_finds_the_same(reported):
    snapshot = open_snapshot(reported.lines.path)
    found = snapshot.search("calendar", limit=5)
    snapshot.close()
    assert found["post_id"].tolist() == [row["post_id"] for row in posts(search.search(reported, "calendar", limit=5))]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"words": ""}, "either words to find, or --like"),
        ({"words": "a", "like": "archive:x"}, "either words to find, or --like"),
        ({"words": "NOT a"}, "add a word or phrase that must be there"),
        ({"words": "a", "audience": "nobody"}, "there is no audience 'nobody'"),
        ({"words": "a", "channel": "radio"}, "there is no channel 'radio'; configured: survey"),
        ({"like": "nothing"}, "names no post; write SOURCE:ID"),
        ({"like": "archive:none"}, "no such post"),
    ],
)
def test_mistakes_are_said(reported, asked, said):
    with pytest.raises(UsageError, match=said):
        search.search(reported, **asked)


def test_signatures_keep_angles_and_zeros_have_none():
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((60, 64)).astype(np.float32)
    vectors[1] = vectors[0] * 3
    vectors[2] = 0
    bits = sign(vectors)
    assert bits[2].as_py() is None
    assert bits[0] == bits[1]
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    for other in range(3, 60):
        pairs = zip(bits[0].as_py(), bits[other].as_py(), strict=True)
        differing = sum(((a ^ b) & (2**64 - 1)).bit_count() for a, b in pairs)
        angle = np.degrees(np.arccos(unit[0] @ unit[other]))
        assert abs(differing / BITS * 180 - angle) < 20
