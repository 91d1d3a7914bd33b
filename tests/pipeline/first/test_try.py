"""`voxpop try`: a file or an address at a glance, with nothing stored."""

import csv

import pytest

from tests.command import run
from voxpop.errors import UsageError
from voxpop.pipeline.first.address import channel_of

SAID = (
    "The invoice export fails again and I lose an hour every day, this is terrible",
    "Great support, they answered within minutes and the dark theme looks wonderful",
    "How do I move my contacts to another workspace?",
    "The calendar sync is slow since the update and the search finds nothing",
)


@pytest.fixture
def survey(tmp_path):
    """Posts of two weeks with columns named as people name them, in a table with semicolons."""
    path = tmp_path / "survey.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["Nr", "Date", "Name", "Comment"])
        for n in range(120):
            rows.writerow(
                [n, f"2026-11-{1 + n % 14:02d} 09:{n % 60:02d}", f"person {n % 50}", f"{SAID[n % 4]}, case {n}"]
            )
    return path


def test_a_file_is_shown_with_columns_tone_intents_themes_and_weeks(survey):
    done = run("try", survey.name, folder=survey.parent)
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "survey.csv: 120 posts by 50 people, 1 November 2026 to 14 November 2026" in said
    assert "text Comment" in said
    assert "% negative," in said
    assert "net sentiment" in said
    assert "ask a question" in said
    assert "theme posts net (95%)" in said
    assert "2026-11-02" in said


def test_nothing_is_stored(survey):
    run("try", survey.name, folder=survey.parent)
    assert [path.name for path in survey.parent.iterdir()] == ["survey.csv"]


def test_a_page_says_the_same_and_needs_nothing_beside_it(survey):
    done = run("try", survey.name, "--page", "first.html", folder=survey.parent)
    assert done.returncode == 0, done.stderr
    page = (survey.parent / "first.html").read_text(encoding="utf-8")
    assert "120 posts by 50 people" in page
    assert "src=" not in page
    assert "text from column Comment" in page


def test_a_script_in_a_post_is_text(tmp_path):
    (tmp_path / "a.csv").write_text(
        "id,date,text\n" + "".join(f"{n},2026-11-0{n},<script>alert({n})</script> is here\n" for n in range(1, 9))
    )
    run("try", "a.csv", "--page", "first.html", folder=tmp_path)
    assert "<script" not in (tmp_path / "first.html").read_text(encoding="utf-8")


def test_a_feed_is_read_from_its_address_and_from_the_page_that_names_it(tmp_path, web):
    for page in ("feed.xml", "blog"):
        done = run("try", f"{web}/{page}", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "5 posts by " in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_forum_is_told_by_its_page(tmp_path, web):
    found = channel_of(f"{web}/forum", tmp_path)
    assert (found.channel["source"], found.channel["url"]) == ("discourse", web)


@pytest.mark.parametrize(
    ("address", "source", "keys"),
    [
        ("https://github.com/acme/app/issues", "github", {"repository": "acme/app"}),
        ("https://www.reddit.com/r/acme/", "reddit", {"subreddit": "acme"}),
        ("https://apps.apple.com/de/app/acme/id123456", "appstore", {"app": "123456"}),
        ("https://play.google.com/store/apps/details?id=com.acme.app&hl=de", "googleplay", {"package": "com.acme.app"}),
        ("https://acme.zendesk.com/hc/en-us", "zendesk", {"url": "https://acme.zendesk.com"}),
        ("https://gitlab.com/acme/app/-/issues", "gitlab", {"project": "acme/app"}),
    ],
)
def test_addresses_that_tell_their_source_are_not_asked(tmp_path, address, source, keys):
    channel = channel_of(address, tmp_path).channel
    assert channel["source"] == source
    assert {key: channel[key] for key in keys} == keys


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nothere.csv", "there is no file 'nothere.csv'"),
        ("forum.example.org", "If it is an address, write https://forum.example.org"),
        ("githb", "Did you mean 'github'?"),
    ],
)
def test_what_is_nothing_says_what_to_write(tmp_path, given, said):
    with pytest.raises(UsageError, match=said.replace("?", r"\?")):
        channel_of(given, tmp_path)


def test_a_page_that_is_neither_says_how_to_name_its_source(tmp_path, web):
    with pytest.raises(UsageError, match="neither a feed nor a forum"):
        channel_of(f"{web}/plain", tmp_path)


def test_a_page_of_german_posts_is_in_german(tmp_path):
    said = (
        "Der Export der Rechnungen schlägt schon wieder fehl, das ist schlecht",
        "Danke, die neue Suche ist wirklich gut geworden",
    )
    rows = "".join(f'{n},2026-11-{1 + n % 20:02d},Person {n},"{said[n % 2]}"\n' for n in range(30))
    (tmp_path / "umfrage.csv").write_text(f"id,date,author,text\n{rows}", encoding="utf-8")
    assert run("try", "umfrage.csv", "--page", "first.html", folder=tmp_path).returncode == 0
    page = (tmp_path / "first.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "30 Beiträge von 30 Menschen, Nettostimmung" in page
    assert "1. November 2026 bis 20. November 2026" in page
    assert "% negativ, " in page
