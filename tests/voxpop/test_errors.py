"""An unknown name is answered by the nearest one and by all there are."""

import pytest

from voxpop.errors import UnknownAudienceError, UnknownChannelError, UnknownColumnError, UnknownThemeError, choices


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            UnknownAudienceError.among("custmers", ("everyone", "customers")),
            "there is no audience 'custmers'; did you mean 'customers'? Configured: everyone, customers",
        ),
        (
            UnknownChannelError.among("radio", ["survey"], "voxpop.yaml"),
            "there is no channel 'radio' in voxpop.yaml; configured: survey",
        ),
        (UnknownThemeError.among("x", []), "there is no theme 'x'; there are: none"),
        (
            UnknownColumnError.of_file("a.csv", "txt", ["text", "at"], "the text"),
            "a.csv: there is no column 'txt' for the text; did you mean 'text'? It has: text, at",
        ),
    ],
)
def test_an_unknown_name_is_answered_by_the_nearest_and_by_all(error, said):
    assert str(error) == said
    assert error.given not in error.known


def test_names_that_are_not_alike_are_no_hint():
    assert choices("zebra", ["text", "at"], "it has") == "it has: text, at"
