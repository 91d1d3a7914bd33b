"""What themes are called in one report: judged on its own posts."""

import pyarrow as pa
import pytest

from tests.analysis.report.worlds import config, fallen, inputs
from voxpop.analysis.report.build import build
from voxpop.analysis.report.theme_names import name_in

NAMES = [
    {"label": "Destination Dragons", "stems": ["dragon", "destin"]},
    {"label": "Thanks and praise", "stems": ["thank", "great", "love"]},
]
SCHEMA = pa.schema(
    [
        ("theme_id", pa.string()),
        ("label", pa.string()),
        ("keywords", pa.list_(pa.string())),
        ("names", pa.list_(pa.struct([("label", pa.string()), ("stems", pa.list_(pa.string()))]))),
    ]
)


def themes(*rows):
    """Rows of (id, label, names) as the query gives them."""
    return pa.Table.from_pylist(
        [{"theme_id": i, "label": label, "keywords": ["crew", "gate"], "names": names} for i, label, names in rows],
        SCHEMA,
    )


def texts(theme, *said):
    return pa.table({"theme_id": [theme] * len(said), "title": pa.nulls(len(said), pa.string()), "text": list(said)})


PRAISE = ["Thanks a lot", "great flight", "love it", "thank you"] * 4


def test_a_label_that_few_posts_bear_gives_way_to_a_name_that_most_bear():
    named = name_in(config(), themes(("t1", "Destination Dragons", NAMES)), texts("t1", *PRAISE))
    assert named.called == {"t1": "Thanks and praise"}
    assert named.label == {"t1": "Destination Dragons"}


@pytest.mark.parametrize(
    ("label", "names", "said"),
    [
        ("Destination Dragons", NAMES, ["The Dragons show", *PRAISE[:3]] * 4),  # a quarter bear it
        ("Destination Dragons", NAMES, PRAISE[:8]),  # too few to judge
        ("What Ana calls it", NAMES, PRAISE),  # a person's name
        ("Destination Dragons", None, PRAISE),  # of before names were kept
    ],
)
def test_else_it_stays(label, names, said):
    assert name_in(config(), themes(("t1", label, names)), texts("t1", *said)).called == {"t1": label}


def test_where_no_name_is_true_keywords_are_taken():
    said = ["The crew was kind", "crew again", "we sat at the gate", "a nice crew"] * 4
    assert name_in(config(), themes(("t1", "Destination Dragons", NAMES)), texts("t1", *said)).called == {
        "t1": "Crew & gate"
    }


def test_no_two_themes_are_called_the_same():
    rows = themes(("t1", "Destination Dragons", NAMES), ("t2", "Thanks and praise", None))
    assert name_in(config(), rows, texts("t1", *PRAISE)).called["t1"] != "Thanks and praise"


def test_the_report_prints_it_everywhere_and_says_so():
    rows = themes(("t1", "Destination Dragons", NAMES), ("t2", "Prices", None), ("t3", "Docs", None))
    made = build(inputs(fallen(), themes=rows, theme_texts=texts("t1", *PRAISE)))
    assert {row.label for row in made.themes} == {"Thanks and praise", "Prices", "Docs"}
    assert "Thanks and praise" in {row.label for row in made.drivers}
    assert "'Thanks and praise' is 'Destination Dragons' elsewhere" in made.themes_note
    points = " ".join(phrase.text for point in made.points for phrase in point)
    assert "Destination Dragons" not in points
