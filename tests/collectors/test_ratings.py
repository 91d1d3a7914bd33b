"""Stars and scores, however they are written."""

import pytest

from voxpop.collectors.ratings import read_rating


@pytest.mark.parametrize(
    ("written", "value", "scale"),
    [
        (4, 4.0, None), ("4", 4.0, None), ("4.5", 4.5, None), ("4,5", 4.5, None), ("4/5", 4.0, 5.0), ("9 out of 10", 9.0, 10.0),
        ("4 von 5 Sternen", 4.0, 5.0), ("FIVE", 5.0, 5.0), ("★★★☆☆", 3.0, 5.0), ("⭐️⭐️", 2.0, 5.0), ("5 stars", 5.0, None),
        (0, 0.0, None), ("", None, None), ("great", None, None), (True, None, None), (None, None, None), ("1e400", None, None),
        (float("nan"), None, None), ("STAR_RATING_UNSPECIFIED", None, None),
    ],
)  # fmt: skip
def test_a_rating_is_read_with_its_scale(written, value, scale):
    assert read_rating(written) == (value, scale)
