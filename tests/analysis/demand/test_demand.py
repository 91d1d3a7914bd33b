"""Demands: what asks, what is the same, in what order, and whether shipping helped."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.demand import agreement, brigaded, planted, shipped
from voxpop.analysis.demand import groups as demand
from voxpop.analysis.demand.rank import Demand, effect, rank_demands, weight
from voxpop.analysis.themes.taught import encode

TWO = (
    "Please add a dark theme for the admin pages",
    "Sync with more than one calendar per user, please",
    "It would be great if the UI could switch to dark colours automatically",
    "Please support several calendars for one person",
    "Feature request: dark mode for the whole application",
)


def line(name, known, fresh, **changes):
    return Demand(
        demand_id=name, kind="idea", title=name, state="new", since=None, n_people=known + fresh, n_known=known, n_recent=0,
        n_posts=known + fresh, votes=0, audiences=(), channels=("forum",), first_day=date(2026, 9, 1), last_day=date(2026, 11, 20),
        known_weight=float(known), fresh_weight=float(fresh), **changes,
    )  # fmt: skip


def test_the_asking_sentence_is_found():
    text = "We have used this for years.\nIt would be great if calls could be recorded. Thanks!"
    assert demand.find_request(None, text) == "It would be great if calls could be recorded."
    assert demand.find_request("Please record calls in the app", text) == "Please record calls in the app"
    assert demand.find_request("Hello", "Nothing here.") is None
    assert demand.find_request(None, "How do I record a call? Can the app be used for it?") is None, (
        "a question is no wish"
    )
    assert demand.find_request("Any plans to record calls?", "") == "Any plans to record calls?"
    assert demand.find_request("Hm.", "Hello all. Since Monday the import dies at row 143.", demand.BUG).startswith(
        "Since Monday"
    )
    assert demand.find_request("Hm.", "Hello all. On Wednesday I looked again.", demand.BUG) is None
    assert demand.strip_request("It would be great if we could record calls, please.") == "record calls"
    assert demand.strip_request("Please") == "", "nothing is wanted"


def test_paraphrases_are_one_and_others_are_not_in_any_batch():
    found = demand.vectors(TWO, encode)
    assert demand.groups(found, demand.IDEA).tolist() == [0, 1, 0, 1, 0]
    alone = np.vstack([demand.vectors([said], encode) for said in TWO])
    assert np.array_equal(found, alone)
    assert demand.typical(found, [0, 2, 4]) in (0, 2, 4)
    assert demand.groups(demand.vectors([], encode), demand.IDEA).tolist() == []


def test_merging_is_far_better_than_words_alone():
    truth, said = planted(20)
    found = demand.groups(demand.vectors(said, encode), demand.IDEA)
    precision, recall = agreement(truth, found)
    assert precision > 0.8
    assert recall > 0.7


def test_parts_are_joined_too(monkeypatch):
    truth, said = planted(20)
    found = demand.vectors(said, encode)
    monkeypatch.setattr(demand, "AT_ONCE", 40)
    precision, recall = agreement(truth, demand.groups(found, demand.IDEA))
    assert precision > 0.75
    assert recall > 0.6


def test_200_fresh_accounts_move_no_idea_by_more_than_one_place():
    assert brigaded(200) == 1


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 300)), min_size=1, max_size=15))
def test_fresh_accounts_lift_by_one_place_at_most(counts):
    board = [line(f"d{n:02d}", known, fresh) for n, (known, fresh) in enumerate(counts)]
    if sum(d.n_known for d in board) < 0.1 * sum(d.n_people for d in board):
        return
    without = rank_demands([line(d.demand_id, d.n_known, 0) for d in board])
    places = {d.demand_id: n for n, d in enumerate(without)}
    assert all(abs(places[d.demand_id] - n) <= 1 for n, d in enumerate(rank_demands(board)))


def test_a_young_installation_counts_everybody():
    board = [line("few", 0, 3), line("many", 0, 9)]
    assert [d.demand_id for d in rank_demands(board)] == ["many", "few"]


def test_what_was_asked_long_ago_counts_less():
    assert weight(0) == 1
    assert weight(8) == pytest.approx(0.5)
    assert weight(-1) == 1


def test_an_effect_is_told_and_none_where_nothing_changed():
    assert effect(40, 8, 4, 4).verdict == "fewer"
    assert effect(8, 40, 4, 4).verdict == "more"
    assert effect(20, 22, 4, 4).verdict == "no clear change"
    assert effect(0, 5, 4, 4).ratio is None
    assert effect(5, 5, 4, 0) is None
    found = effect(40, 10, 4, 2)
    assert (found.before, found.after, found.ratio) == (10, 5, 0.5)
    assert found.low < 0.5 < found.high
    assert shipped(20, 1.0, 500) <= 0.08
    assert shipped(20, 0.5, 500) >= 0.9
