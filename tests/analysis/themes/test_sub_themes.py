"""What large themes are made of: planted parts are found, keep their ids, and leave the themes as they are."""

import numpy as np
import pyarrow as pa
import pytest

from voxpop.analysis.themes.file import themes_of_rows
from voxpop.analysis.themes.model import ThemeModel

WORLD = {
    "invoices": {
        "tax": ["the vat rate on this {} is wrong", "vat is missing from every {}", "our {} shows last year's vat rate"],
        "print": ["printing a {} cuts off the logo", "the {} pdf has an ugly logo", "logo and footer overlap on the {} pdf"],
    },
    "phone": {
        "crash": ["the mobile {} crashes at start", "my {} on the phone crashed again", "mobile {} crash when I rotate"],
        "sync": ["the mobile {} does not sync offline notes", "offline notes on the {} sync twice", "sync of the phone {} is slow"],
    },
}  # fmt: skip
THINGS = {"invoices": ("invoice", "bill", "receipt"), "phone": ("app", "client", "widget")}
ENDS = ("since monday", "for our team", "in the berlin office", "again", "as always", "after lunch", "for a customer")
PLACES = ("Lyon", "Porto", "Turin", "Ghent", "Graz", "Bern", "Bonn", "Kyiv", "Oslo", "Riga")


def world():
    """(text, theme, part) of some 500 different posts."""
    found = []
    for theme, parts in WORLD.items():
        for part, patterns in parts.items():
            for pattern in patterns:
                for thing in THINGS[theme]:
                    for end in ENDS:
                        for place in PLACES[:2]:
                            found.append((f"{pattern.format(thing)} {end} {place}", theme, part))
    return found


def posts(rows):
    return pa.table(
        {"source": ["x"] * len(rows), "post_id": [str(n) for n in range(len(rows))], "text": [row[0] for row in rows]}
    )


@pytest.fixture(scope="module")
def rows():
    return world()


@pytest.fixture(scope="module")
def model(rows):
    return ThemeModel(n_themes=2, embedding="words").fit(posts(rows))


def purity(found, truth):
    """The share of posts that are of the commonest truth of their group."""
    groups = {}
    for one, true in zip(found, truth, strict=True):
        groups.setdefault(one, []).append(true)
    return sum(max(members.count(t) for t in set(members)) for members in groups.values()) / len(truth)


def test_planted_parts_are_found(rows, model):
    given = model.predict(posts(rows))
    sub = given["sub_theme_id"].to_pylist()
    inside = [n for n, one in enumerate(sub) if one]
    assert len(inside) > 0.8 * len(rows)
    assert purity([sub[n] for n in inside], [rows[n][2] for n in inside]) > 0.9
    assert all(sub[n].split(".")[0] == given["theme_id"][n].as_py() for n in inside)


def test_labels_differ_from_each_other_and_from_the_themes(model):
    labels = model.themes["label"].to_pylist() + model.sub_themes_.table["label"].to_pylist()
    assert len({label.lower() for label in labels}) == len(labels)


def test_they_stay_after_saving_new_posts_and_a_refresh(rows, model):
    before = model.predict(posts(rows))
    again = ThemeModel.from_state(model.to_state())
    assert again.predict(posts(rows)).equals(before)
    again.update(posts(rows))
    assert again.predict(posts(rows))["sub_theme_id"].equals(before["sub_theme_id"])
    again.refresh(posts(rows))
    after = again.predict(posts(rows))
    assert again.sub_themes_.known == model.sub_themes_.known
    same = np.array(after["sub_theme_id"].to_pylist()) == np.array(before["sub_theme_id"].to_pylist())
    assert same.mean() > 0.9


def test_the_order_of_posts_changes_nothing(rows, model):
    order = np.random.default_rng(3).permutation(len(rows))
    other = ThemeModel(n_themes=2, embedding="words").fit(posts([rows[n] for n in order]))
    assert other.sub_themes_.known == model.sub_themes_.known


def test_small_themes_have_none():
    few = [row for n, row in enumerate(world()) if n % 9 == 0]
    model = ThemeModel(n_themes=2, embedding="words").fit(posts(few))
    assert model.sub_themes_.known == ()
    assert model.predict(posts(few))["sub_theme_id"].null_count == len(few)


def test_a_theme_that_a_person_hid_shows_no_parts(rows, model):
    from voxpop.decisions.themes import Decision

    other = ThemeModel.from_state(model.to_state())
    hidden = other.sub_themes_.known[0].theme_id
    other.decide([Decision(do="hide", theme=hidden)], posts(rows))
    given = other.predict(posts(rows))["sub_theme_id"].to_pylist()
    assert not any(one.startswith(f"{hidden}.") for one in given if one)


def test_a_file_gets_both_levels(rows):
    found = themes_of_rows(pa.chunked_array([[row[0] for row in rows]]), 2)
    assert {"sub_theme_id", "sub_theme"} <= set(found.rows.column_names)
    counted = dict(
        zip(found.sub_themes["sub_theme_id"].to_pylist(), found.sub_themes["n_rows"].to_pylist(), strict=True)
    )
    given = found.rows["sub_theme_id"].to_pylist()
    assert counted == {one: given.count(one) for one in counted}
