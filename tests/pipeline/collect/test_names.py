"""Names in rules that silence an audience: an error where the sources list all there are, else a warning."""

import pytest

from tests.command import run
from voxpop.collectors.discourse.collector import DiscourseCollector

FILE = """\
company: {name: Larkspur}
audiences:
  - id: partners
    name: Partners
    match:
      - {%s}
channels:
  - {id: forum, source: discourse, url: 'https://forum.example.org'}
"""


@pytest.fixture
def checked(tmp_path, monkeypatch):
    monkeypatch.setattr(DiscourseCollector, "probe", lambda _: "3 categories")
    monkeypatch.setattr(DiscourseCollector, "known_names", lambda _: {"category": {"support", "ideas", "lounge"}})

    def check(rule):
        (tmp_path / "voxpop.yaml").write_text(FILE % rule, encoding="utf-8")
        return run("check", folder=tmp_path)

    return check


def test_a_misspelt_category_is_an_error_with_its_line(checked):
    done = checked("category: [suport]")
    assert done.returncode == 1
    said = "voxpop.yaml:6: audiences[0].match[0].category[0]: audience 'partners': nothing is known of the category 'suport'."
    assert f"{said} Did you mean 'support'?" in done.stderr


def test_a_category_that_is_like_none_says_which_there_are(checked):
    done = checked("category: [webshop]")
    assert done.returncode == 1
    assert "There are: ideas, lounge, support." in done.stderr


def test_a_category_of_the_forum_is_in_order(checked):
    assert checked("category: [Support]").returncode == 0


def test_a_source_without_a_channel_is_a_warning(checked):
    done = checked("source: [reddit]")
    assert done.returncode == 3
    assert "names the source 'reddit', of which no channel is." in done.stdout


def test_a_name_that_the_source_does_not_list_is_left_alone(checked):
    assert checked("flair: [Customer]").returncode == 0
