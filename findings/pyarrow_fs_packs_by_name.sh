#!/bin/sh
# pyarrow 26.0.1: FileSystem.open_output_stream and open_input_stream take `compression='detect'` by default: a name that ends in .gz, .bz2,
# .lz4 or .zst is packed as it is written and unpacked as it is read. Who copies a file that is packed already, say to S3 or to a mounted
# folder, stores it packed twice under its own name: read back by pyarrow it is right, so a round trip tests well, and every other tool,
# checksum and size is wrong. FileSystem.copy_file and pyarrow.fs.copy_files copy the bytes. One would expect that a stream of bytes writes
# the bytes it is given, as open(path, 'wb') and fsspec do; compression=None does. Seen on 2026-12-01:
#   x.gz: stored as given False, unpacked once gives it True, read back equal True
#   a sound x.gz of elsewhere, read by open_input_stream: b'words'
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "pyarrow==26.0.1"
cat > "$place/look.py" <<'END'
import gzip
import pathlib
import sys

from pyarrow import fs

folder = pathlib.Path(sys.argv[1])
files = fs.LocalFileSystem()
packed = gzip.compress(b"words of a post", mtime=0)


def store(name, **how):
    """The bytes on the disk after a file's bytes were written to a stream."""
    with files.open_output_stream(str(folder / name), **how) as stream:
        stream.write(packed)
    return (folder / name).read_bytes()


stored = store("x.gz")
with files.open_input_stream(str(folder / "x.gz")) as stream:
    back = stream.read()
print("x.gz: stored as given %s, unpacked once gives it %s, read back equal %s" % (stored == packed, gzip.decompress(stored) == packed, back == packed))
assert stored != packed
assert gzip.decompress(stored) == packed
assert back == packed
assert store("x.bin") == packed
assert store("x.gz", compression=None) == packed
(folder / "sound.gz").write_bytes(gzip.compress(b"words"))
with files.open_input_stream(str(folder / "sound.gz")) as stream:
    read = stream.read()
print("a sound x.gz of elsewhere, read by open_input_stream: %r" % read)
assert read == b"words"
END
"$place/env/bin/python" "$place/look.py" "$place"
