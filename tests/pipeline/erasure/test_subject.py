"""What a person gets who asks, and the record of processing."""

import json
import zipfile

import pytest

from tests.command import run
from tests.pipeline.kept_world import installation, landed, reddit, said, x_page
from voxpop.pipeline.erasure import forget
from voxpop.pipeline.housekeeping.record import record
from voxpop.pipeline.load import fetches as load
from voxpop.pipeline.workspace import Workspace


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """Posts of five people at one source, of twenty on the pages of another."""
    workspace = installation(tmp_path_factory.mktemp("heard") / "w")
    landed(
        workspace, "talk", [reddit(n, f"rider{n % 5}") for n in range(20)] + [reddit(30, "rider1", created_utc="never")]
    )
    landed(workspace, "wire", [x_page(range(40))])
    load.load(workspace)
    return workspace


def test_a_person_gets_all_that_is_kept_on_them_and_nothing_of_others(heard, tmp_path):
    out = tmp_path / "rider1.zip"
    done = run("subject", "reddit:u/Rider1", "--out", out, folder=heard.config.base_dir)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(out) as packed:
        held = {name: packed.read(name).decode() for name in packed.namelist()}
    posts = json.loads(held["tables/posts.json"])
    assert sorted(one["post_id"] for one in posts) == [f"t3_{n:06x}" for n in (1, 6, 11, 16)]
    assert len(held["landing/talk.jsonl"].splitlines()) == 4
    assert "never" in held["quarantine.json"]
    assert json.loads(held["summary.json"])["counts"]["posts"] == 4
    assert "Art. 30" in held["processing.md"]
    whole = "".join(held.values())
    assert all(said("rider1", n) in whole for n in (1, 6, 11, 16))
    assert not any(f"of rider{n} stopped" in whole for n in (0, 2, 3, 4))
    again = run("subject", "reddit:rider1", "--out", out, folder=heard.config.base_dir)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_of_a_page_with_others_posts_a_person_gets_their_own(heard, tmp_path):
    done = run("subject", "x:@flyer3", "--out", tmp_path / "x.zip", folder=heard.config.base_dir)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "x.zip") as packed:
        text = packed.read("landing/wire.jsonl").decode()
    assert said("flyer3", 3) in text
    assert said("flyer4", 4) not in text


def test_of_nobody_there_is_no_archive_and_of_the_forgotten_a_word(heard, tmp_path):
    done = run("subject", "reddit:ridr1", "--out", tmp_path / "x.zip", folder=heard.config.base_dir)
    assert done.returncode == 4
    assert "nobody found: reddit:ridr1. Nearest names: reddit:rider1" in done.stderr
    assert not (tmp_path / "x.zip").exists()
    forget.forget(heard, ["reddit:rider4"], [])
    gone = run("subject", "reddit:rider4", "--out", tmp_path / "x.zip", folder=heard.config.base_dir)
    assert gone.returncode == 0
    assert "was forgotten" in gone.stdout
    assert not (tmp_path / "x.zip").exists()


def test_the_record_of_processing_says_what_the_configuration_says(tmp_path):
    workspace = installation(tmp_path)
    config = tmp_path / "voxpop.yaml"
    config.write_text(
        config.read_text()
        + "retention: {landing_days: 90, posts: [{days: 365, source: [reddit]}], reports_days: 700}\n"
        + "staff: [{source: reddit, handle: acme_ann}]\n"
        + "delivery: {targets: [{id: share, kind: folder, path: shared, alerts: true}]}\n"
    )
    text = record(Workspace.open(config))
    assert text == record(Workspace.open(config))
    for part in ("community of Acme", "| talk | reddit | yes |", "| 90 days | 365 days |", "| survey | archive | yes |", "reports: 700 days",
                 "share (folder): reports and alerts of all audiences", "1 accounts of staff", "**to be filled in by you**"):  # fmt: skip
        assert part in text
    assert "acme_ann" not in text
    assert "ab" * 32 not in text
    done = run("record", "--out", tmp_path / "record.md", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "record.md").read_text() == text
    assert run("record", folder=tmp_path).stdout == text
    assert workspace.config.company.name == "Acme"
