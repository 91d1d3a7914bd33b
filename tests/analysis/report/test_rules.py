"""Reports read by rules: names, quotes, sums, weeks."""

import json
from datetime import timedelta

import pyarrow as pa
import pytest

from tests.analysis.report.sample import sample_report
from tests.analysis.report.worlds import QUOTES, WEEK, days, fallen, inputs, quote, steady
from voxpop.analysis.report.build import build
from voxpop.analysis.report.render.exports import to_json
from voxpop.analysis.report.rules import broken_rules

SAID = [
    quote(n, f"Number {n} of the things that people said of it.", f"t{1 + n % 3}", tone, strength=0.9 - n / 50)
    for n, tone in enumerate(["negative", "positive", "neutral"] * 8)
]
LOST = {("x", WEEK.sunday - timedelta(days=n)): ("not collected", None, None) for n in range(5)}
WORLDS = {
    "fall": {"rows": fallen()},
    "steady": {"rows": steady()},
    "first week": {"rows": steady(1)},
    "few": {"rows": steady(13, 12)},
    "nobody": {"rows": []},
    "lost": {"rows": steady() + steady(channel="x", prefix="x"), "channel_days": days(lost=LOST)},
}


def read(report):
    return json.loads(to_json(report))


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("audience", ["administrators", "everyone"])
def test_reports_keep_the_rules(world, audience):
    given = dict(WORLDS[world])
    rows = given.pop("rows")
    made = build(inputs(rows, audience=audience, quotes=pa.Table.from_pylist(SAID, QUOTES), **given))
    assert broken_rules(read(made)) == []


@pytest.mark.parametrize("tones", [["positive"], ["positive", "positive", "negative"]], ids=["only", "mostly"])
def test_where_most_quotes_would_disagree_fewer_stand(tones):
    said = [
        quote(n, f"Number {n} of the things that people said of it.", "t1", tone) for n, tone in enumerate(tones * 6)
    ]
    made = read(build(inputs(fallen(), quotes=pa.Table.from_pylist(said, QUOTES))))
    assert broken_rules(made) == []
    assert bool(made["verbatims"]) == ("negative" in tones)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda r: r["themes"][1].update(label=r["themes"][0]["label"]), "2 themes are called"),
        (lambda r: r["themes"][0]["share"].update(value=99.0), "shares of themes add up"),
        (lambda r: r["drivers"][0].update(printed=[1, 1, 3]), "are not 3"),
        (lambda r: r["themes"][0].update(positive=99.0), "is not positive minus negative"),
        (lambda r: [q.update(reason="disagrees with the headline") for q in r["verbatims"]], "quotes disagree"),
        (lambda r: r.update(cautions=[], deck=""), "the first screen does not say so"),
    ],
)
def test_what_breaks_a_rule_is_named(spoil, said):
    report = read(sample_report())
    spoil(report)
    assert any(said in line for line in broken_rules(report))
