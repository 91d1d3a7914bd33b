"""Themes: found, named, kept from week to week, the same for the same posts."""

import random
from collections import Counter
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from tests.analysis.themes.theme_world import NEW, SCHEMA, SUBJECTS, posts
from voxpop.analysis.themes.model import ThemeModel
from voxpop.analysis.themes.naming.words import WordCutter
from voxpop.analysis.themes.posts import EarlierPosts, ThemePosts
from voxpop.analysis.themes.registry import OTHER, CodebookEntry
from voxpop.decisions.themes import Decision
from voxpop.errors import UsageError


@pytest.fixture(scope="module")
def world():
    return posts(2400)


@pytest.fixture(scope="module")
def saved(world):
    return ThemeModel().fit(world[0]).to_state()


@pytest.fixture
def model(saved):
    return ThemeModel.from_state(saved)


def ids(model, table):
    return model.predict(table)["theme_id"].to_pylist()


def test_planted_subjects_are_found_by_themselves(world, model):
    table, truth = world
    assert 8 <= model.themes.num_rows <= 15
    assert adjusted_rand_score(truth, ids(model, table)) > 0.85


def test_the_number_of_themes_can_be_given(world):
    assert ThemeModel(n_themes=5).fit(world[0]).themes.num_rows == 5


def test_posts_without_a_time_have_no_week_in_which_a_theme_could_be_new(world):
    timeless = world[0].drop_columns(["created_at"])
    assert ThemeModel(n_themes=5).fit(timeless).themes.num_rows == 5


def test_few_posts_are_in_no_theme(world, model):
    assert ids(model, world[0]).count(OTHER) < 0.15 * len(world[1])


def test_labels_are_different_short_phrases_of_the_subject(world, model):
    table, truth = world
    main = Counter(zip(ids(model, table), truth, strict=True))
    labels = model.themes["label"].to_pylist()
    assert len({label.lower() for label in labels}) == len(labels)
    for row in model.themes.to_pylist():
        subject = max(SUBJECTS, key=lambda name: main[row["theme_id"], name])
        words = " ".join(SUBJECTS[subject][0] + SUBJECTS[subject][1]).lower()
        told = [word for word in row["label"].lower().split() if word != "&"]
        assert any(word in words for word in told), (row["label"], subject)
        assert len(told) <= 3
        assert row["label"][0].isupper()
        assert row["keywords"]


def test_same_posts_shuffled_or_on_one_thread_give_the_same_themes(world, saved, model):
    table, _ = world
    order = list(range(table.num_rows))
    random.Random(3).shuffle(order)
    with threadpool_limits(1):
        other = ThemeModel().fit(table.take(pa.array(order)))
    assert other.themes.equals(model.themes)
    assert other.predict(table).equals(model.predict(table))
    assert other.version == model.version


def test_a_pasted_text_makes_no_theme(world, model):
    table, _ = world
    flood = [
        {**table.slice(0, 1).to_pylist()[0], "post_id": f"f{i}", "text": "Win a free voucher now at our lucky draw"}
        for i in range(600)
    ]
    with_flood = ThemeModel().fit(pa.concat_tables([table, pa.Table.from_pylist(flood, schema=SCHEMA)]))
    assert not any(
        "voucher" in label.lower() or "draw" in label.lower() for label in with_flood.themes["label"].to_pylist()
    )


def test_a_pasted_text_under_slight_edits_is_no_new_theme(world, model):
    chooser = random.Random(5)
    usual, _ = posts(300, weeks=1, seed=41, start=4)
    text = "Win a free voucher at our lucky draw, the prize is a weekend on the lake with {} and {} for {} guests!"
    extras = ["breakfast", "music", "boats", "candles", "flowers", "dogs"]
    flood = [
        {
            **usual.slice(i, 1).to_pylist()[0],
            "post_id": f"f{i}",
            "author_id": f"f{i}",
            "text": text.format(*chooser.sample(extras, 2), chooser.randrange(2, 9)),
        }
        for i in range(60)
    ]
    before = model.themes["theme_id"].to_pylist()
    model.update(pa.concat_tables([world[0], usual, pa.Table.from_pylist(flood, schema=SCHEMA)]))
    assert model.themes["theme_id"].to_pylist() == before


def test_names_of_brands_are_never_labels():
    table, _ = posts(800, seed=5)
    branded = table.set_column(4, "text", pa.array([f"Acme CRM {text}" for text in table["text"].to_pylist()]))
    told = ThemeModel(names=["Acme CRM", "Acme"]).fit(branded).themes
    assert "acme" not in str(told["label"].to_pylist() + told["keywords"].to_pylist()).lower()


def test_a_week_once_more_changes_nothing(world, model):
    before, version = model.themes, model.version
    model.update(world[0])
    assert model.themes.equals(before)
    assert model.version == version


def test_a_known_subject_that_many_speak_of_is_no_new_theme(model):
    usual, _ = posts(300, weeks=1, seed=41, start=4)
    burst, _ = posts(150, weeks=1, seed=42, start=4, subjects={"upgrade": SUBJECTS["upgrade"]})
    before = model.themes["theme_id"].to_pylist()
    assert model.update(pa.concat_tables([usual, burst])).themes["theme_id"].to_pylist() == before


def test_ten_weeks_keep_posts_in_their_theme(model):
    fresh = [posts(300, weeks=1, seed=20 + week, start=4 + week) for week in range(10)]
    home = {}
    kept = total = 0
    for table, truth in fresh:
        model.update(table)
        found = ids(model, table)
        for subject in SUBJECTS:
            mine = [one for one, name in zip(found, truth, strict=True) if name == subject]
            home.setdefault(subject, Counter(mine).most_common(1)[0][0])
            kept += mine.count(home[subject])
            total += len(mine)
    assert kept / total > 0.9
    assert model.events["event"].to_pylist().count("born") == ThemeModel.from_state(model.to_state()).themes.num_rows


def test_a_new_subject_becomes_a_theme_in_its_first_week(model):
    known = model.themes["theme_id"].to_pylist()
    usual, _ = posts(600, weeks=1, seed=31, start=4)
    new, _ = posts(30, weeks=1, seed=32, start=4, subjects=NEW)
    model.update(pa.concat_tables([usual, new]))
    added = [row for row in model.themes.to_pylist() if row["theme_id"] not in known]
    assert len(added) == 1
    assert added[0]["first_week"] == date(2026, 9, 21)
    assert "different posts by" in model.events["reason"].to_pylist()[-1]
    assert Counter(ids(model, new)).most_common(1)[0] == (added[0]["theme_id"], pytest.approx(30, abs=6))


def test_quiet_weeks_bring_no_themes(model):
    known = model.themes.num_rows
    for week in range(8):
        model.update(posts(600, weeks=1, seed=50 + week, start=4 + week)[0])
    assert model.themes.num_rows <= known + 1


def test_weeks_at_once_add_what_weeks_one_by_one_add(saved):
    weeks = [posts(400, weeks=1, seed=70 + week, start=4 + week)[0] for week in range(3)]
    weeks[1] = pa.concat_tables([weeks[1], posts(40, weeks=1, seed=80, start=5, subjects=NEW)[0]])
    one_by_one, at_once = ThemeModel.from_state(saved), ThemeModel.from_state(saved)
    for n in range(1, len(weeks) + 1):
        one_by_one.update(pa.concat_tables(weeks[:n]))
    at_once.update(pa.concat_tables(weeks))
    assert at_once.themes["theme_id"].equals(one_by_one.themes["theme_id"])
    assert at_once.themes["label"].equals(one_by_one.themes["label"])
    assert at_once.version == one_by_one.version


def test_a_persons_decisions_outlive_runs(model, world):
    first, second, third, fourth = model.themes["theme_id"].to_pylist()[:4]
    decisions = [
        Decision(do="rename", theme=first, to="What customers say of this", by="ana", why="clearer"),
        Decision(do="merge", theme=second, into=first),
        Decision(do="hide", theme=third),
        Decision(do="split", theme=fourth, parts=2),
    ]
    model.decide(decisions, world[0])
    parts = [row["theme_id"] for row in model.themes.to_pylist()[-2:]]
    split = [n for n, one in enumerate(ids(model, world[0])) if one in parts]
    for week in range(52):
        fresh = posts(60, weeks=1, seed=90 + week, start=4 + week)[0]
        model.update(fresh).decide(decisions, fresh)
        model = ThemeModel.from_state(model.to_state())
    model.refresh(world[0])
    rows = {row["theme_id"]: row for row in model.themes.to_pylist()}
    assert rows[first]["label"] == "What customers say of this"
    assert rows[second]["state"] == "merged"
    after = ids(model, world[0])
    assert not {second, third, fourth} & set(after)
    assert sum(after[n] in parts for n in split) > 0.95 * len(split)
    told = [event for event in model.events.to_pylist() if event["event"] in {"rename", "merge", "hide", "split"}]
    assert [event["theme_id"] for event in told] == [first, second, third, fourth]
    assert (told[0]["person"], told[0]["reason"]) == ("ana", "rename to What customers say of this: clearer")


def test_a_decision_taken_back_is_undone_and_remembered(world, model):
    before, assigned = model.themes, ids(model, world[0])
    first, second, third = before["theme_id"].to_pylist()[:3]
    decisions = [
        Decision(do="rename", theme=first, to="Another name"),
        Decision(do="merge", theme=second, into=first),
        Decision(do="split", theme=third),
    ]
    model.decide(decisions, world[0]).decide([], world[0])
    now = model.themes.slice(0, before.num_rows)
    assert now.drop_columns(["model_version"]).equals(before.drop_columns(["model_version"]))
    assert sum(a == b for a, b in zip(assigned, ids(model, world[0]), strict=True)) > 0.99 * len(assigned)
    assert model.events["event"].to_pylist()[-3:] == ["taken back"] * 3


def test_a_theme_that_nobody_speaks_of_falls_silent_and_is_heard_again(model):
    without = {name: words for name, words in SUBJECTS.items() if name != "price"}
    price = Counter(ids(model, posts(50, seed=61, subjects={"price": SUBJECTS["price"]})[0])).most_common(1)[0][0]
    for week in range(9):
        model.update(posts(100, weeks=1, seed=60 + week, start=4 + week, subjects=without)[0])
    model.update(posts(200, weeks=1, seed=40, start=13)[0])
    told = [event["event"] for event in model.events.to_pylist() if event["theme_id"] == price]
    assert told == ["born", "silent", "heard again"]


def test_decisions_that_cannot_be_are_refused(model):
    first, second = model.themes["theme_id"].to_pylist()[:2]
    with pytest.raises(UsageError, match="no theme 't999'"):
        model.decide([Decision(do="rename", theme="t999", to="x")], posts(0)[0])
    with pytest.raises(UsageError, match="is called"):
        model.decide([Decision(do="rename", theme=first, to=model.themes["label"].to_pylist()[1])], posts(0)[0])
    model.registry.merge(second, first)
    with pytest.raises(UsageError, match="cannot be merged"):
        model.registry.merge(first, second)


def test_refresh_keeps_ids(world, model):
    before = ids(model, world[0])
    after = ids(model.refresh(world[0]), world[0])
    assert sum(a == b for a, b in zip(before, after, strict=True)) > 0.95 * len(before)


def test_a_codebook_comes_first(world):
    codebook = [CodebookEntry("Data loss", ("custom fields", "lost"))]
    model = ThemeModel(codebook=codebook).fit(world[0])
    for text, one in zip(world[0]["text"].to_pylist(), ids(model, world[0]), strict=True):
        assert (one == "c-data-loss") == ("custom fields" in text)
    again = ThemeModel.from_state(model.to_state())
    assert ids(again, world[0]) == ids(model, world[0])


def test_examples_of_a_codebook_gather_what_is_like_them_and_discovery_has_the_rest(world):
    examples = posts(4, seed=77, subjects={"price": SUBJECTS["price"]})[0]["text"].to_pylist()
    model = ThemeModel(codebook=[CodebookEntry("What it costs", examples=tuple(examples))]).fit(world[0])
    found = ids(ThemeModel.from_state(model.to_state()), world[0])
    mine = [truth for truth, one in zip(world[1], found, strict=True) if one == "c-what-it-costs"]
    assert mine.count("price") > 0.8 * world[1].count("price")
    assert mine.count("price") > 0.9 * len(mine)


def test_other_languages_and_empty_posts_are_other(model):
    texts = [
        "Das Upgrade ist leider wieder nicht durchgelaufen und wir haben alles verloren",
        "",
        "👍👍👍",
        "\0\0",
        "!!!",
    ]
    rows = [{"source": "x", "post_id": str(i), "text": text} for i, text in enumerate(texts)]
    assert (
        ids(model, pa.Table.from_pylist([{n: r.get(n) for n in SCHEMA.names} for r in rows], schema=SCHEMA))
        == [OTHER] * 5
    )


def test_nothing_at_all():
    empty = posts(0)[0]
    model = ThemeModel().fit(empty)
    assert model.predict(empty).num_rows == 0
    assert ThemeModel.from_state(model.to_state()).update(empty).themes.num_rows == 0


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_a_handful_of_posts_is_no_reason_to_fail(n):
    table, _ = posts(n, seed=3)
    model = ThemeModel().fit(table)
    model.update(posts(n, seed=4)[0])
    assert model.predict(table).num_rows == n


def test_representative_posts_are_of_their_theme(world, model):
    found = model.representative(world[0], 3)
    assert Counter(found["theme_id"].to_pylist()) == dict.fromkeys(model.themes["theme_id"].to_pylist(), 3)
    assert min(found["strength"].to_pylist()) > 0.5


def test_few_posts_are_all_read_by_the_encoder_and_many_by_taught_words(world, monkeypatch):
    few = ThemeModel().fit(world[0])
    assert few.version.startswith("encoder-1:")
    monkeypatch.setattr("voxpop.analysis.themes.vectors.FEW", 100)
    many = ThemeModel().fit(world[0])
    assert many.version.startswith("taught-1:")
    assert ThemeModel(embedding="words").fit(world[0]).version.startswith("words-1:")
    for model in (few, many):
        assert ids(ThemeModel.from_state(model.to_state()), world[0]) == ids(model, world[0])


def test_a_week_is_compared_with_the_same_earlier_posts_in_whatever_order_and_whoever_asks_when(world):
    table = world[0]
    shuffled = table.take(pa.array(np.random.default_rng(3).permutation(table.num_rows)))
    cutter = WordCutter(())
    read, other = ThemePosts.of(table, cutter), ThemePosts.of(shuffled, cutter)
    weeks = sorted(set(read.weeks))
    chosen = EarlierPosts.of(read).before(weeks[2], 50)
    assert chosen.texts == EarlierPosts.of(other).before(weeks[2], 50).texts
    assert set(chosen.weeks) == set(weeks[:2])
    until_then = read.only(np.flatnonzero([week <= weeks[2] for week in read.weeks]))
    assert chosen.texts == EarlierPosts.of(until_then).before(weeks[2], 50).texts
    assert len(EarlierPosts.of(read).before(weeks[0], 50)) == 0
