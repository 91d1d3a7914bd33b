"""Estimates: right on small cases, indifferent to what must not matter, and as sure as they say."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voxpop.analysis.estimates.estimate import (
    change,
    judge,
    net_by,
    net_sentiment,
    share,
    share_change,
    share_changes,
    together,
    usual_range,
)
from voxpop.analysis.estimates.false_discovery import adjusted_alpha
from voxpop.analysis.estimates.ratio import Cells, share_difference, shares
from voxpop.analysis.estimates.values import Verdict

THEMES = np.array([f"t{n}" for n in range(8)])


def frame(rows):
    """Rows of (author, negative, neutral, positive, theme)."""
    columns = ["author_id", "n_negative", "n_neutral", "n_positive", "theme_id"]
    made = pd.DataFrame(rows, columns=columns)
    made["n_posts"] = made["n_scored"] = made[["n_negative", "n_neutral", "n_positive"]].sum(axis=1)
    return made


def drawn(rng, n, pool=600, tone=(0.3, 0.4, 0.3), themes=None, heavy=False):
    """A week of `n` authors of a pool; authors differ in tone and theme, and some post much."""
    people = rng.choice(pool, n, replace=False)
    posts = np.minimum(np.ceil(rng.pareto(1.5, n)), 40).astype(int) if heavy else 1 + rng.poisson(0.9, n)
    leaning = rng.dirichlet(np.array(tone) * 3, n)
    counts = np.array([rng.multinomial(k, p) for k, p in zip(posts, leaning, strict=True)])
    theme = THEMES[rng.choice(8, n, p=themes)]
    made = pd.DataFrame(counts, columns=["n_negative", "n_neutral", "n_positive"])
    return made.assign(author_id=people, theme_id=theme, n_posts=posts, n_scored=posts)


weeks = st.lists(
    st.tuples(
        st.sampled_from("abcdefghijklmnop"),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from("xyz"),
    ),
    min_size=1,
    max_size=40,
).map(frame)


@settings(max_examples=100, deadline=None)
@given(rows=weeks, before=weeks, seed=st.integers(0, 9))
def test_order_and_splitting_of_rows_change_nothing(rows, before, seed):
    shuffled = rows.sample(frac=1, random_state=seed)
    assert same(net_sentiment(rows), net_sentiment(shuffled))
    summed = rows.groupby(["author_id", "theme_id"], as_index=False).sum()
    assert same(net_sentiment(rows), net_sentiment(summed))
    assert same(change(rows, before, 1), change(shuffled, before, 1))
    for one, other in zip(
        share_changes(rows, before, "theme_id", 1), share_changes(shuffled, before, "theme_id", 1), strict=True
    ):
        assert same(one.share, other.share)
        assert same(one.change, other.change)


@settings(max_examples=200, deadline=None)
@given(rows=weeks, before=weeks)
def test_figures_are_finite_ordered_and_within_bounds(rows, before):
    net = net_sentiment(rows)
    if rows["n_scored"].sum() == 0:
        assert net is None
        return
    assert -100 <= net.low <= net.value <= net.high <= 100
    assert net.low < net.high
    assert round(net.value, 6) == round(100 * (rows.n_positive.sum() - rows.n_negative.sum()) / rows.n_scored.sum(), 6)
    moved = change(rows, before, 1)
    if before["n_scored"].sum():
        assert -200 <= moved.low <= moved.value <= moved.high <= 200
    for theme in share_changes(rows, before, "theme_id", 1):
        assert 0 <= theme.share.low <= theme.share.value <= theme.share.high <= 100
        if theme.change.value is not None:
            assert theme.change.low <= theme.change.value <= theme.change.high


def same(one, other):
    if one is None or other is None:
        return one is other
    names = ("value", "low", "high")
    return all(getattr(one, n) == pytest.approx(getattr(other, n), abs=1e-6) for n in names) and (
        getattr(one, "n_posts", 0) == getattr(other, "n_posts", 0)
    )


def test_nobody_one_author_and_one_voice():
    nothing = frame([])
    assert net_sentiment(nothing) is None
    assert share(nothing, "n_positive", "n_scored") is None
    assert share_changes(nothing, nothing, "theme_id") == []
    assert change(nothing, nothing).verdict is Verdict.TOO_FEW
    one = frame([("a", 0, 0, 500, "x")])
    assert (net_sentiment(one).low, net_sentiment(one).high) == (-100, 100), "one person is no sample, however loud"


@pytest.mark.parametrize("n", [30, 100, 400])
def test_unanimous_authors_leave_room_for_doubt(n):
    net = net_sentiment(frame([(f"a{i}", 0, 0, 1, "x") for i in range(n)]))
    assert net.value == net.high == 100
    assert 100 - 600 / n < net.low < 100 - 300 / n, "about as wide as the rule of three, on a scale of 200"


def test_one_voice_said_ten_times_is_not_ten_voices():
    rng = np.random.default_rng(5)
    week = drawn(rng, 200)
    louder = week.copy()
    columns = ["n_negative", "n_neutral", "n_positive", "n_scored", "n_posts"]
    louder[columns] *= 10
    once, ten_times = net_sentiment(week), net_sentiment(louder)
    assert (ten_times.low, ten_times.high) == pytest.approx((once.low, once.high))
    assert (ten_times.n_authors, ten_times.n_posts) == (once.n_authors, 10 * once.n_posts)
    alone = week.copy()
    alone.loc[0, columns] = [400, 0, 0, 400, 400]
    shouted = net_sentiment(alone)
    assert shouted.high - shouted.low > 1.2 * (once.high - once.low), (
        "one of another mind than all others may be wrong alone"
    )


def test_authors_in_both_periods_are_paired():
    rng = np.random.default_rng(6)
    week = drawn(rng, 200)
    strangers = week.assign(author_id=[f"other{n}" for n in range(len(week))])
    same_people, others = change(week, week), change(week, strangers)
    assert same_people.value == others.value == 0
    assert same_people.high - same_people.low < 0.5 * (others.high - others.low)


def test_share_change_is_what_all_authors_say_not_only_those_in_the_theme():
    """The sum over cells agrees with the plain sum over every author."""
    rng = np.random.default_rng(7)
    this, before = drawn(rng, 150), drawn(rng, 350)
    found = next(g for g in share_changes(this, before, "theme_id") if g.name == "t3")
    people = sorted(set(this.author_id) | set(before.author_id))

    def side(rows):
        whole = rows.groupby("author_id").n_posts.sum().reindex(people).fillna(0).to_numpy(float)
        part = rows[rows.theme_id == "t3"].groupby("author_id").n_posts.sum().reindex(people).fillna(0).to_numpy(float)
        weight = whole / whole.sum()
        p = part.sum() / whole.sum()
        extra = (weight**2).sum() / (whole > 0).sum() * (p**2 + (1 - p) ** 2)
        return p, (part / whole.sum() - p * weight) / np.sqrt(1 - weight), extra

    p1, e1, extra1 = side(this)
    p0, e0, extra0 = side(before)
    assert found.change.value == pytest.approx(100 * (p1 - p0))
    variance = ((e1 - e0) ** 2).sum() + extra1 + extra0
    half = (found.change.high - found.change.low) / 200
    assert 0.8 * 1.96 < half / np.sqrt(variance) < 1.3 * 3.2, "halfway to the other themes, and with eight comparisons"
    alone = share_difference(*(shares_of(rows, people) for rows in (this, before)))
    assert alone.variance[0] == pytest.approx(variance), "one group alone has nothing to be steadied by"


def shares_of(rows, people):
    """The shares of one theme alone."""
    author = rows.author_id.map({name: n for n, name in enumerate(people)}).to_numpy()
    inside = (rows.theme_id == "t3").to_numpy()
    posts = rows.n_posts.to_numpy(float)
    cells = Cells.of(np.zeros(inside.sum(), int), author[inside], posts[inside], posts[inside], size=(1, len(people)))
    return shares(cells, np.bincount(author, posts, len(people)))


@pytest.mark.parametrize(
    ("value", "low", "high", "smallest", "verdict"),
    [
        (-13, -20, -6, 3, Verdict.DOWN),
        (13, 6, 20, 3, Verdict.UP),
        (4, 0.4, 8, 3, Verdict.UNCLEAR),
        (4, 0.6, 8, 3, Verdict.UP),
        (-4, -8, -0.5, 3, Verdict.UNCLEAR),
        (2.4, 1.0, 4.0, 3, Verdict.LITTLE),
        (2.6, 1.0, 4.0, 3, Verdict.UP),
        (1.9, 1.0, 3.0, 2, Verdict.UP),
        (-1.4, -2.0, -0.8, 2, Verdict.LITTLE),
        (0, -1, 1, 3, Verdict.UNCLEAR),
    ],
)
def test_rounding_first_judging_after(value, low, high, smallest, verdict):
    assert judge(value, low, high, smallest) is verdict


def test_too_few_authors_and_nothing_before():
    rng = np.random.default_rng(8)
    many, few = drawn(rng, 60), drawn(rng, 29)
    nobody = many.iloc[:0]
    assert change(few, many).verdict is Verdict.TOO_FEW
    assert change(many, few).verdict is Verdict.TOO_FEW
    assert change(many, nobody).verdict is Verdict.NEW
    assert change(many, many).verdict is Verdict.UNCLEAR
    assert share_changes(few, many, "theme_id")[0].change.verdict is Verdict.TOO_FEW
    assert [c.verdict for c in together([(many, many), (few, many), (many, nobody)])] == [
        Verdict.UNCLEAR, Verdict.TOO_FEW, Verdict.NEW,
    ]  # fmt: skip


def test_posts_without_a_theme_count_in_the_whole():
    rows = frame([(f"a{n}", 1, 0, 0, "x" if n < 40 else None) for n in range(100)])
    (theme,) = share_changes(rows, rows.iloc[:0], "theme_id")
    assert (theme.name, theme.share.value, theme.before) == ("x", pytest.approx(40), None)


def test_groups_are_estimated_each_on_its_own():
    rng = np.random.default_rng(9)
    rows = drawn(rng, 300)
    for name, found in net_by(rows, "theme_id").items():
        assert same(found, net_sentiment(rows[rows.theme_id == name]))


def test_share_of_voice_as_a_ratio():
    rows = pd.DataFrame({"author_id": list("abcd"), "ours": [1, 1, 0, 0], "names": [1, 2, 1, 1]})
    assert share(rows, "ours", "names").value == 40
    assert share_change(rows, rows, "ours", "names", 1).verdict is Verdict.UNCLEAR


def test_usual_range_needs_history():
    assert usual_range([1, 2, 3, 4, 5]) is None
    assert usual_range(list(range(11))) == (1, 9)


class TestFalseDiscoveries:
    def test_level_agrees_with_the_procedure_of_benjamini_and_hochberg(self):
        rng = np.random.default_rng(10)
        for _ in range(300):
            p = rng.beta(0.4, 2, rng.integers(1, 20))
            ranked = np.sort(p)
            passing = np.flatnonzero(ranked <= 0.05 * np.arange(1, len(p) + 1) / len(p))
            chosen = ranked[: passing[-1] + 1] if len(passing) else []
            assert set(p[p <= adjusted_alpha(p)]) == set(chosen), (
                "the printed interval excludes zero exactly where chosen"
            )

    def test_edges(self):
        assert adjusted_alpha([]) == 0.05
        assert adjusted_alpha([np.nan]) == 0.05
        assert adjusted_alpha([0.5] * 10) == pytest.approx(0.005)
        assert adjusted_alpha([0.0] * 10) == pytest.approx(0.05)


class TestSimulation:
    """Bounded in time; benchmarks/estimates.py runs the long form."""

    @pytest.mark.parametrize(("n", "heavy"), [(40, False), (150, False), (300, True)])
    def test_intervals_miss_about_one_in_twenty(self, n, heavy):
        rng = np.random.default_rng([11, n])
        missed, runs = 0, 400
        for _ in range(runs):
            net = net_sentiment(drawn(rng, n, tone=(0.25, 0.35, 0.4), heavy=heavy))
            missed += not net.low <= 15 <= net.high
        assert 0.015 <= missed / runs <= 0.08, f"{missed} of {runs}"

    @pytest.mark.parametrize("heavy", [False, True], ids=["even", "uneven"])
    def test_weeks_in_which_nothing_happens_are_called_quiet(self, heavy):
        rng = np.random.default_rng(12)
        headlines = pages = 0
        runs = 300
        for _ in range(runs):
            this = drawn(rng, 150, heavy=heavy)
            before = pd.concat([drawn(rng, 150, heavy=heavy) for _ in range(4)])
            headlines += change(this, before).verdict in (Verdict.UP, Verdict.DOWN)
            verdicts = [g.change.verdict for g in share_changes(this, before, "theme_id")]
            pages += any(v in (Verdict.UP, Verdict.DOWN) for v in verdicts)
        assert headlines / runs <= 0.075
        assert pages / runs <= 0.075

    def test_a_shift_of_a_known_size_is_found(self):
        rng = np.random.default_rng(13)
        found, runs = 0, 100
        for _ in range(runs):
            this = drawn(rng, 400, tone=(0.37, 0.4, 0.23), pool=2000)
            before = pd.concat([drawn(rng, 400, pool=2000) for _ in range(4)])
            found += change(this, before).verdict is Verdict.DOWN
        assert found / runs >= 0.8
