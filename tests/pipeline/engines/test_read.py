"""`voxpop read`: the rows of `score` in any number of processes, and scores that `analyze` takes up where nothing has changed."""

import json

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.command import run
from tests.pipeline.engines.files_world import write_file
from tests.pipeline.kept_world import installation, landed, reddit, said, x_page
from voxpop import warehouse
from voxpop.errors import UsageError
from voxpop.pipeline.analyze import adapt
from voxpop.pipeline.analyze import run as analysis
from voxpop.pipeline.analyze import work as analysing
from voxpop.pipeline.engines import kept, spark, staged
from voxpop.pipeline.engines.choose import choose_engine
from voxpop.pipeline.engines.local import Local
from voxpop.pipeline.engines.run import read_file, read_waiting
from voxpop.pipeline.engines.work import OtherModelsError, Setup
from voxpop.pipeline.erasure.forget import forget
from voxpop.pipeline.files import score as files
from voxpop.pipeline.load import fetches as loading
from voxpop.pipeline.workspace import Workspace


@pytest.mark.parametrize("name", ["posts.csv", "posts.parquet"])
def test_a_file_gets_the_rows_that_score_gives_it_in_its_order(tmp_path, monkeypatch, name):
    monkeypatch.setattr(staged.cut, "__defaults__", (128,))
    path = write_file(tmp_path / name)
    expected = files.score(path, "said", tmp_path / "expected.parquet", "fast")
    counts = read_file(path, "said", tmp_path / "found.parquet", Local(1), Setup.of_files("fast", None, None))
    assert counts == expected
    assert pq.read_table(tmp_path / "found.parquet").equals(pq.read_table(tmp_path / "expected.parquet"))
    assert sorted(one.name for one in tmp_path.iterdir()) == ["expected.parquet", "found.parquet", name]


def test_several_processes_give_what_one_gives(tmp_path, monkeypatch):
    monkeypatch.setattr(staged.cut, "__defaults__", (400,))
    path = write_file(tmp_path / "posts.csv")
    for workers in (1, 2):
        read_file(path, "said", tmp_path / f"{workers}.csv", Local(workers), Setup.of_files("fast", None, None))
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "2.csv").read_bytes()


def test_an_empty_file_is_read(tmp_path):
    (tmp_path / "empty.csv").write_text("said\n")
    counts = read_file(
        tmp_path / "empty.csv", "said", tmp_path / "out.csv", Local(2), Setup.of_files("fast", None, None)
    )
    assert counts["rows"] == 0
    assert "negative" in (tmp_path / "out.csv").read_text()


def test_rows_that_an_engine_loses_or_doubles_and_other_models_are_refused(tmp_path):
    setup = Setup.of_files("fast", None, None)
    rows = pa.table({"key": [b"a", b"b"], "text": ["good", "bad"], "lang": pa.nulls(2, pa.string())})
    with staged.parts_in(tmp_path / "p") as parts:
        parts.add(0, rows.cast(pa.schema(list(staged.STAGED)[2:])))
        with pytest.raises(staged.LostRowsError, match="0 came back"):
            parts.read(0)
        with pytest.raises(OtherModelsError, match="same version of voxpop"):
            Local(1).read(parts, Setup("fast", "another"))
    with staged.parts_in(tmp_path / "p") as parts:
        parts.add(0, rows.cast(pa.schema(list(staged.STAGED)[2:])))
        Local(1).read(parts, setup)
        whole = parts.found / "part=0" / "0.parquet"
        assert parts.read(0).num_rows == 2
        (parts.found / "part=0" / "1.parquet").write_bytes(
            whole.read_bytes()
        )  # a task that ran twice and was counted twice
        with pytest.raises(staged.LostRowsError):
            parts.read(0)
    assert list(tmp_path.iterdir()) == []


def installed(folder):
    there = installation(folder)
    config = folder / "voxpop.yaml"
    config.write_text(
        f"analysis: {{sentiment: fast, own_words: [{{term: stopped, tone: positive}}]}}\n{config.read_text()}"
    )
    return Workspace.open(there.lines.path)


def hear(there):
    quoting = reddit(900, "carl", selftext="> They said it is awful\n\nI love the new Acme editor, thank you!")
    landed(there, "talk", [*(reddit(n, f"writer{n % 7}") for n in range(40)), reddit(3, "writer3"), quoting])
    landed(there, "wire", [x_page(range(60))])


def scores(there, *, drop=True):
    """What the analysis would store of the newest snapshot, and how many posts its models read for it."""
    counts = []
    read = analysing._read
    with pytest.MonkeyPatch.context() as patch, warehouse.open_snapshot(there.snapshots) as snapshot:
        patch.setattr(analysing, "_read", lambda posts, reader: (counts.append(posts.num_rows), read(posts, reader))[1])
        found = analysing._scores(there, snapshot, adapt.reader_of(there), drop=drop)
    return found, counts[0]


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    there = installed(tmp_path_factory.mktemp("alone"))
    hear(there)
    loading.load(there)
    return scores(there)[0]


@pytest.mark.parametrize("landed_only", [True, False])
def test_the_analysis_takes_up_what_was_read_before_or_after_loading(tmp_path, expected, landed_only):
    there = installed(tmp_path)
    hear(there)
    if not landed_only:
        loading.load(there)
    counts = read_waiting(there, Local(1))
    assert counts["wordings read"] == expected.num_rows
    assert counts["fetches"] == (2 if landed_only else 0)
    again = read_waiting(there, Local(1))
    assert (again["wordings read"], again["kept already"]) == (0, expected.num_rows)
    assert len(kept.files(there)) == 1
    assert list(there.snapshots.glob(f"{warehouse.FOUND}*")) == []
    loading.load(there)
    found, n_read = scores(there)
    assert n_read == 0
    assert found.equals(expected)


def test_readings_go_when_an_analysis_finds_their_scores_in_the_tables(tmp_path):
    there = installed(tmp_path)
    landed(there, "talk", [reddit(n, "writer") for n in range(5)])
    read_waiting(there, Local(1))
    loading.load(there)
    analysis.analyze(there)
    assert len(kept.files(there)) == 1
    landed(there, "talk", [reddit(77, "late")])
    read_waiting(there, Local(1))  # of a fetch that is not loaded
    scores(there, drop=False)
    assert len(kept.files(there)) == 2
    assert scores(there)[1] == 0
    assert len(kept.files(there)) == 1


def test_scores_of_other_words_or_models_are_not_taken(tmp_path, expected):
    there = installed(tmp_path)
    hear(there)
    read_waiting(there, Local(1))
    landed(there, "talk", [reddit(1, "writer1", selftext="now I hate it")])  # edited after it was read
    loading.load(there)
    assert scores(there)[1] == 1
    place = there.lines.path
    place.write_text(place.read_text().replace("positive", "negative"))
    assert scores(Workspace.open(place))[1] == expected.num_rows


def test_forgetting_takes_the_readings(tmp_path):
    there = installed(tmp_path)
    hear(there)
    read_waiting(there, Local(1))
    loading.load(there)
    forget(there, ["reddit:writer1"], [])
    assert list(there.readings.iterdir()) == []
    found, n_read = scores(there)
    assert n_read == found.num_rows > 80


def test_a_run_that_is_cut_off_keeps_what_it_had_kept_and_goes_on(tmp_path, monkeypatch, expected):
    there = installed(tmp_path)
    hear(there)
    monkeypatch.setattr(staged.cut, "__defaults__", (10,))
    monkeypatch.setattr("voxpop.pipeline.engines.run.ROUND", 2)

    class Dying(Local):
        left = 3

        def read(self, parts, setup):
            type(self).left -= 1
            if not self.left:
                raise KeyboardInterrupt
            super().read(parts, setup)

    with pytest.raises(KeyboardInterrupt):
        read_waiting(there, Dying(1))
    assert len(kept.files(there)) == 2
    assert list(there.snapshots.glob(".*")) == []
    counts = read_waiting(there, Local(1))
    assert counts["kept already"] == 40
    keys = pa.concat_arrays([chunk for path in kept.files(there) for chunk in pq.read_table(path)["key"].chunks])
    assert pc.count_distinct(keys).as_py() == len(keys) == expected.num_rows


def test_keys_tell_words_and_languages_apart():
    assert len(set(kept.keys_of(["a", "a", "b", None, "\ud800"], [None, "de", None, None, None]))) == 5


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("flink", None, None), "no engine 'flink'"),
        (("spark", None, None), "needs --master"),
        (("spark", "local[2]", 2), "--workers is for --engine local"),
        (("local", "local[2]", None), "are for --engine spark"),
        (("spark", "local[2]", None, ["memory=4g"]), "give a setting of Spark as NAME=VALUE"),
    ],
)
def test_an_engine_says_what_it_needs(asked, said):
    with pytest.raises(UsageError, match=said.replace("[", r"\[")):
        choose_engine(*asked)


def test_without_the_extra_or_java_the_error_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr("voxpop.pipeline.engines.spark.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'voxpop\[spark\]'"):
        choose_engine("spark", "local[2]", None)
    monkeypatch.setattr("voxpop.pipeline.engines.spark.find_spec", lambda _: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="Java 17 or newer, and there is no 'java' in JAVA_HOME"):
        choose_engine("spark", "local[2]", None)
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    old.chmod(0o755)
    with pytest.raises(UsageError, match=r"1\.8\.0_402"):
        choose_engine("spark", "local[2]", None)


def test_the_command_reads_posts_and_refuses_options_of_files(tmp_path):
    there = installed(tmp_path)
    landed(there, "talk", [reddit(1, "one", selftext=said("one", 1))])
    config = ["--config", there.lines.path]
    done = run("read", "--workers", "1", *config)
    assert "1 wordings read" in done.stdout, done.stderr
    wrong = run("read", "--tier", "best", *config)
    assert wrong.returncode == 2
    assert "--tier is for a file" in wrong.stderr
    assert "needs --text-column and --out" in run("read", tmp_path / "x.csv").stderr
    assert json.loads(pq.read_schema(kept.files(there)[0]).metadata[kept.FETCHES])


def test_of_a_long_trace_the_line_that_says_what_was_wrong_is_told():
    trace = "Job aborted.\n\tat org.apache\nTraceback (most recent call last):\n  File x\nvoxpop.errors.VoxpopError: other models.\n SQLSTATE: 1"
    assert spark._cause(trace) == "voxpop.errors.VoxpopError: other models"
    assert spark._cause("java.io.IOException: no space left\n\tat org.apache") == "java.io.IOException: no space left"
