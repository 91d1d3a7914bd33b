"""The installed command in a child process, as a stranger would run it, and what it left behind."""

import json
import os
import subprocess
import sys
from pathlib import Path

import zstandard

COMMAND = Path(sys.executable).with_name("voxpop")


class Child:
    """A project in a folder of its own."""

    def __init__(self, folder, config, environment):
        self.folder = folder / "project"
        self.folder.mkdir()
        (self.folder / "voxpop.yaml").write_text(config)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("VOXPOP_", "AIRFLOW"))}
        self.environment = kept | environment
        self.said = ""

    def run(self, *words, expect=0):
        done = subprocess.run(
            [COMMAND, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        self.said += done.stdout + done.stderr
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout

    def rows(self, query):
        return json.loads(self.run("sql", query, "--json"))

    def bytes_left(self):
        """(file, everything that it holds), compressed ones unpacked too."""
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            content = path.read_bytes()
            if path.suffix == ".zst":
                content += zstandard.ZstdDecompressor().stream_reader(content).read()
            yield path, content
