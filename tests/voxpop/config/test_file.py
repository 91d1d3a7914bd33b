"""Mistakes in voxpop.yaml are found with file, line and remedy."""

from pathlib import Path

import pytest

from voxpop.config import file as config_file
from voxpop.errors import ConfigError, UsageError
from voxpop.pipeline import begin
from voxpop.pipeline.workspace import Workspace

GOOD = """\
company: {name: Acme, time_zone: Europe/Berlin}
channels:
  - id: blog
    source: feed
    url: https://blog.example.org/feed.xml
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "voxpop.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Workspace.open(path)
    return [line.removeprefix(f"{path}:") for line in caught.value.problems]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        (
            "company: {nme: Acme}\nchannels: [{id: a, source: feed, url: 'http://x'}]\n",
            "1: company.nme: unknown key; did you mean 'name'?",
        ),
        (
            GOOD.replace("Europe/Berlin", "Europe/Berln"),
            "1: company.time_zone: 'Europe/Berln' is not a time zone; write a name such as Europe/Berlin or UTC.",
        ),
        (
            GOOD.replace("id: blog", "id: My Blog"),
            "3: channels[0].id: 'My Blog' is not usable as an id; use lower-case letters, digits, '-' and '_'.",
        ),
        (
            "company: {name: A}\nchannels: [{id: a, source: askbot, url: 'https://me:hush@ask.example'}]\n",
            "2: channels[0].url: holds a login; leave it out, for secrets are read from the environment or .env (docs/configuration.md).",
        ),
        (
            "company: {name: A}\nchannels: [{id: a, source: askbot, url: ask.example}]\n",
            "2: channels[0].url: 'ask.example' is no address that this source knows; write one such as https://forum.example.org.",
        ),
        (
            "company: {name: A}\nchannels: [{id: a, source: github, repository: acme}]\n",
            r"2: channels[0].repository: 'acme' has not the form of this key; it must match ^[\w.-]+/[\w.-]+$",
        ),
        (
            GOOD.replace("source: feed", "source: fed"),
            "4: channels[0].source: 'fed' is not a source; known sources: appstore, archive, askbot, bluesky, discord, discourse, discoursechat, djangohelpdesk, facebook, feed, freshdesk, github, gitlab, googleplay, hackernews, instagram, intercom, jira, linkedin, mail, mastodon, mattermost, reddit, rest, slack, stackexchange, telegram, trustpilot, x, youtube, zendesk, zulip.",
        ),
        (GOOD.replace("url:", "ulr:"), "5: channels[0].ulr: unknown key; did you mean 'url'?"),
        (GOOD + "chanels: []\n", "6: chanels: unknown key; did you mean 'channels'?"),
        (GOOD + "company: {name: B}\n", "6: company: is given twice; keep one."),
        (
            GOOD + "audiences:\n  - {id: a, name: A, match: [{channel: [nowhere]}]}\n",
            "audience 'a' names the channel 'nowhere', which is not configured.",
        ),
        (
            GOOD + "audiences:\n  - {id: everyone, name: A, match: [{channel: [blog]}]}\n",
            "the audience 'everyone' always exists; give yours another id.",
        ),
        (
            GOOD + "audiences:\n  - {id: a, name: A, match: [{}]}\n",
            "7: audiences[0].match[0]: a rule needs at least one condition, such as 'channel: [forum]' or 'terms: [upgrade]'.",
        ),
        (
            GOOD + "questions:\n  - {id: refund, name: Refund, means: Money back, examples: [a, b]}\n",
            "7: questions[0]: 'refund' has 2 examples; write at least 5, better 20, or none and label posts with 'voxpop label --question refund'.",
        ),
        (
            GOOD
            + "questions:\n  - {id: refund, name: Refund, means: Money back}\n  - {id: refund, name: B, means: C}\n",
            "8: questions[1].id: question id 'refund' is used twice.",
        ),
        (
            GOOD + "questions:\n  - {id: a, name: A, means: B, examples: [a, b, c, d, e], counter_examples: ['E ']}\n",
            "7: questions[0]: 'a' has the example 'e' twice; keep one, as an example or as a counter-example.",
        ),
        (GOOD + "questions: [{id: a, name: A}]\n", "6: questions[0].means: is required and missing."),
        (GOOD + "questions: [{id: a, name: A, means: B, example: [x]}]\n", "did you mean 'examples'?"),
        (GOOD + "events: [{date: 2026-13-40, name: x}]\n", "6: events[0].date:"),
        ("company: [unclosed\n", "this is not YAML"),
        ("", "the file is empty"),
    ],
)
def test_every_mistake_says_where_and_what_instead(tmp_path, wrong, found):
    assert any(found in line for line in problems(tmp_path, wrong)), problems(tmp_path, wrong)


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_file(tmp_path):
    text = GOOD.replace("Europe/Berlin", "Mars").replace("id: blog", "id: B") + "extra: 1\n"
    assert [line.split(":")[0] for line in problems(tmp_path, text)] == ["1", "3", "6"]


def test_a_missing_file_names_the_remedy(tmp_path):
    with pytest.raises(ConfigError, match="voxpop init"):
        config_file.read(tmp_path / "none.yaml")


def test_what_init_writes_is_valid_and_is_never_overwritten(tmp_path):
    path = begin.init(tmp_path)
    assert Workspace.open(path).config.company.name == "Acme"
    with pytest.raises(UsageError, match="exists already"):
        begin.init(tmp_path)
