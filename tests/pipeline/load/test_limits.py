"""A post of more words than the limits allow is refused when it is loaded, whatever source it is of, and comes back with a higher limit."""

from tests.pipeline.kept_world import installation, landed, reddit
from voxpop import warehouse
from voxpop.pipeline.load import fetches, quarantine
from voxpop.pipeline.workspace import Workspace


def test_a_post_that_is_too_long_is_refused_with_its_letters_and_loads_under_a_higher_limit(tmp_path):
    workspace = installation(tmp_path)
    landed(workspace, "talk", [reddit(1, "rider1"), reddit(2, "rider2", selftext="words " * 2_000_000)])
    counts = fetches.load(workspace)
    assert (counts["new"], counts["refused"]) == (1, 1)
    (refused,) = quarantine.list_refused(workspace)
    assert refused.item_id == "t3_000002"
    assert refused.field == "text"
    assert "limits.post_characters allows 10,000,000" in refused.reason
    config = tmp_path / "voxpop.yaml"
    config.write_text(config.read_text() + "limits: {post_characters: 20000000}\n")
    quarantine.retry(Workspace.open(config))
    assert quarantine.list_refused(workspace) == []
    with warehouse.open_snapshot(workspace.snapshots) as snapshot:
        assert snapshot.con.execute("select count(*) from posts").fetchall() == [(2,)]
