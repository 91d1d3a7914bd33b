"""Files of rows: read in batches, written whole, harmless in a spreadsheet."""

import pyarrow as pa
import pytest

from voxpop.config import Limits
from voxpop.errors import UsageError
from voxpop.pipeline.rows import TableWriter, read_rows

ROWS = pa.table({"id": ["1", "2", "3"], "text": ["=cmd|' /C calc'!A0", 'a "quoted", b\nnew line', "é 🙂 \u202eabc"]})


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_what_is_written_is_read_again(tmp_path, suffix):
    path = tmp_path / f"rows.{suffix}"
    with TableWriter(path) as out:
        out.write(ROWS)
    read = pa.concat_tables(read_rows(path, "text")).to_pylist()
    expected = ROWS.to_pylist()
    if suffix == "csv":
        expected[0]["text"] = "'" + expected[0]["text"]
    assert read == expected


def test_a_failed_write_leaves_no_file(tmp_path):
    path = tmp_path / "rows.csv"
    with pytest.raises(ZeroDivisionError), TableWriter(path) as out:
        out.write(ROWS)
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "id,body\n1,x\n", "no column 'text'; it has: id, body"),
        ("a.csv", "id,text\n1\n", "row 2 cannot be read: 1 cells where the header has 2"),
        ("a.csv", "", "the file is empty"),
        ("a.jsonl", '{"text": 1}\n{"text"', "a.jsonl:2: this line is not JSON"),
        ("a.jsonl", "[1]\n", "not a JSON object"),
        ("a.parquet", "no parquet", "not a Parquet file"),
        ("a.txt", "x", "the name must end in"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises(UsageError, match=message):
        list(read_rows(tmp_path / name, "text"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.jsonl",
            '{"text": "ab"}\n{"text": "' + "a" * 4_500_000 + '"}\n',
            r"a\.jsonl:2: .*limits\.record_mb allows \(4 MB\)",
        ),
        (
            "a.jsonl",
            '{"text": "ab", "x": ' + "[" * 9_999 + "]" * 9_999 + "}\n",
            r"a\.jsonl:1: .*limits\.depth allows \(5\)",
        ),
        (
            "a.jsonl",
            '{"text": "' + "a" * 1_001 + '"}\n',
            r"text 1 has 1,001 letters; limits\.post_characters allows 1,000",
        ),
        ("a.csv", "text,n\nab,1\n" + "a" * 4_500_000 + ",2\n", r"row 3 cannot be read: 4 MB long; limits\.record_mb"),
        ("a.csv", ",".join(f"c{n}" for n in range(99)) + "\n", r"99 columns, and limits\.columns allows 12"),
    ],
)
def test_what_is_larger_than_the_limits_is_told_with_its_size(tmp_path, name, content, said):
    (tmp_path / name).write_text(content)
    limits = Limits(record_mb=4, depth=5, post_characters=1_000, columns=12)
    with pytest.raises(UsageError, match=said):
        list(read_rows(tmp_path / name, "text", limits=limits))


def test_a_missing_file_is_explained(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        list(read_rows(tmp_path / "none.csv", "text"))


def test_nul_bytes_in_a_csv_do_not_stop_it(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"text\nab\0cd\n")
    assert next(read_rows(tmp_path / "a.csv", "text"))["text"].to_pylist() == ["ab\ufffdcd"]
