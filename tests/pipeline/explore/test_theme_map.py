"""The map of themes: alike is near, a place stays, and what has no centre has no place."""

from datetime import date

import numpy as np

from voxpop.analysis.themes.registry import CodebookEntry, ThemeRegistry
from voxpop.pipeline.explore.snapshot import open_snapshot
from voxpop.pipeline.explore.theme_map import place_themes


def registry(centres, later=()):
    made = ThemeRegistry()
    for n, centre in enumerate((*centres, *later)):
        week = date(2026, 11, 2) if n >= len(centres) else None
        made.born(f"theme {n}", (), np.asarray(centre, dtype=np.float32), week, "found")
    return made


def far(places, one, other):
    return float(np.hypot(*(np.subtract(places[one], places[other]))))


def test_themes_alike_stand_near_each_other():
    rng = np.random.default_rng(7)
    axes = np.eye(12)
    centres = [axes[n // 3] + rng.normal(0, 0.05, 12) for n in range(12)]
    places = place_themes(registry(centres))
    near = [far(places, f"t{3 * k + 1:03d}", f"t{3 * k + 2:03d}") for k in range(4)]
    apart = [far(places, f"t{3 * k + 1:03d}", f"t{3 * j + 1:03d}") for k in range(4) for j in range(k)]
    assert max(near) < min(apart)


def test_a_later_theme_moves_no_other_and_stands_by_its_like():
    rng = np.random.default_rng(3)
    centres = rng.normal(size=(9, 20))
    before = place_themes(registry(centres))
    after = place_themes(registry(centres, [centres[4] + rng.normal(0, 0.05, 20), rng.normal(size=20)]))
    assert {name: after[name] for name in before} == before
    nearest = min(before, key=lambda name: far(after, name, "t010"))
    assert nearest == "t005"


def test_a_theme_known_by_terms_alone_has_no_place():
    made = registry(np.eye(4))
    made.add_codebook([CodebookEntry("Prices", ("price",))], 4)
    assert set(place_themes(made)) == {"t001", "t002", "t003", "t004"}
    assert place_themes(ThemeRegistry()) == {}
    assert set(place_themes(registry([[1, 0, 0]]))) == {"t001"}


def test_the_face_gives_the_map_and_the_report(themed):
    with open_snapshot(themed.lines.path) as snapshot:
        places = snapshot.theme_map()
        assert set(places["theme_id"]) <= set(snapshot.sql("select theme_id from themes")["theme_id"])
        assert len(places) > 2
        assert places["theme"].notna().all()
        said = snapshot.report()
        assert said.week == str(snapshot.last_week)
        assert {receipt.id for receipt in said.receipts} >= {"figure.posts", "figure.authors"}
