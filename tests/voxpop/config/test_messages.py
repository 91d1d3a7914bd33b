"""Mistakes of a newcomer's first file: each message has the line of the mistake and what to write there."""

import pytest

from voxpop.errors import ConfigError
from voxpop.pipeline.workspace import Workspace

FILE = """\
company:
  name: Larkspur
  time_zone: Europe/Berlin
brands:
  - name: Larkspur
    terms: [larkspur]
audiences:
  - id: partners
    name: Partners
    match:
      - {channel: [forum]}
channels:
  - id: forum
    source: discourse
    url: https://forum.example.org
events:
  - {date: 2026-11-17, name: 7.2 released, kind: release}
"""


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("terms: [larkspur]", "terms: [#larkspur]", "6: this is not YAML: * # begins a comment; put quotes around what begins with #, such as '#larkspur'."),
        ("terms: [larkspur]", "terms: [*lark]", "6: this is not YAML: * Put quotes around what begins with *, such as '*lark'."),
        ("terms: [larkspur]", "terms: [!lark]", "6: this is not YAML: * Put quotes around what begins with !, such as '!lark'."),
        ("terms: [larkspur]", "terms: [&lark]", "6: brands[0].terms[0]: is empty; * needs quotes"),
        ("terms: [larkspur]", 'terms: ["larkspur]', "6: this is not YAML: * The quotation mark that begins here is not closed"),
        ("terms: [larkspur]", "terms: [larkspur", "6: this is not YAML: * The [ of this line is not closed"),
        ("terms: [larkspur]", "terms:", "6: brands[0].terms: is a list and is empty"),
        ("terms: [larkspur]", "terms: [365]", "6: brands[0].terms[0]: is text; put quotes around it: '365'."),
        ("id: forum", "id: no", "13: channels[0].id: is text; YAML reads no, off and false without quotes as a switch: put quotes around the word."),
        ("    source: discourse", "    source: discourse\n    budget: yes", "15: channels[0].budget: is a section with keys of its own: usd_per_month, posts_per_month (found: True)."),
        ("terms: [larkspur]", "terms: ['?!']", "6: brands[0].terms[0]: '?!' holds no letter or digit"),
        ("  name: Larkspur\n", "  name: Larkspur: bikes\n", "2: this is not YAML: * Put quotes around a value that holds ': ', such as name: 'Larkspur: bikes'."),
        ("    url: https", "    url:https", "15: this is not YAML: * Put a space behind the colon: 'url: https://forum.example.org'."),
        ("  - name: Larkspur\n    terms: [larkspur]", "  - name:Larkspur", "5: brands[0]: needs a space behind the colon: 'name: Larkspur'."),
        ("{date: 2026", "{date:2026", "17: events[0].date:2026-11-17: needs a space behind the colon: 'date: 2026-11-17'."),
        ("    match:\n      - {channel: [forum]}", "    match: {channel: [forum]}", "10: audiences[0].match: is a list; begin each entry with a dash: '- channel: ...'."),
        ("channels:\n  - id: forum\n", "channels:\n  forum:\n", "12: channels: is a list; begin each entry with a dash: '- id: forum'."),
        ("    source: discourse", "    source: discourse\n    budget: 80", "15: channels[0].budget: * Write budget: {usd_per_month: 80}."),
        ("    source: discourse", "    source: discourse\n    budget: {usd_per_month: 80 EUR}", "must be a number without a unit"),
        ("    source: discourse", "    source: discourse\n    priority: 12", "15: channels[0].priority: must be at most 9 (found: 12)."),
        ("    source: discourse", "    source: discourse\n    overlap_hours: -1", "15: channels[0].overlap_hours: must be at least 0 (found: -1)."),
        ("    source: discourse", "    source: discourse\n    priority: high", "15: channels[0].priority: must be a whole number"),
        ("{channel: [forum]}", "{source: [forumm]}", "11: audiences[0].match[0].source[0]: 'forumm' is not a source. Did you mean 'discourse'?"),
        ("{channel: [forum]}", "{source: [twitter]}", "11: audiences[0].match[0].source[0]: 'twitter' is not a source. Did you mean 'x'?"),
        ("{channel: [forum]}", "{lang: [german]}", "11: audiences[0].match[0].lang[0]: 'german' is no code of a language, as posts have them; write 'de'."),
        ("{channel: [forum]}", "{lang: [pt-BR]}", "write 'pt'"),
        ("{channel: [forum]}", "{domain: ['@lark.example']}", "is no domain of a mail address; write lark.example"),
        ("Europe/Berlin", "Berlin", "Did you mean 'Europe/Berlin'?"),
        ("time_zone: Europe/Berlin", "language: german", "3: company.language: must be 'en' or 'de' (found: 'german')."),
        ("kind: release", "kind: relaese", "(found: 'relaese'). Did you mean 'release'?"),
        ("id: forum", "id: Our Forum", "Such as 'our-forum'."),
    ],
)  # fmt: skip
def test_a_message_has_the_line_and_what_to_write(tmp_path, before, after, said):
    assert before in FILE
    path = tmp_path / "voxpop.yaml"
    path.write_text(FILE.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Workspace.open(path)
    start, _, end = said.partition("*") if " * " in said else (said, "", "")
    found = [line for line in caught.value.problems if start.strip() in line and end.strip() in line]
    assert found, caught.value.problems


def test_a_source_that_an_archive_stands_for_is_known(tmp_path):
    path = tmp_path / "voxpop.yaml"
    archive = "  - {id: old, source: archive, path: old.csv, as_source: survey, columns: {post_id: a, text: b, created_at: c}}\n"
    text = FILE.replace("{channel: [forum]}", "{source: [survey]}").replace("events:\n", f"{archive}events:\n")
    path.write_text(f"{text}retention: {{posts: [{{days: 90, source: [survey]}}]}}\n", encoding="utf-8")
    assert Workspace.open(path).config.audiences[0].match[0].source == ("survey",)
