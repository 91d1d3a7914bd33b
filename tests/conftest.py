"""What more than one folder of tests needs."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock

from tests.processor_time import ProcessorTime
from voxpop import warehouse
from voxpop.collectors.base import Context
from voxpop.pipeline import workspace

WITH_AIRFLOW = {"dags", "demo", "local_airflow", "notebooks"}
"""Folders whose tests share the demo's world or start an Airflow, of which there is one at a time."""


def pytest_addoption(parser):
    parser.addoption("--processor-time", action="store_true", help="show processor time by file, children included")


def pytest_configure(config):
    if config.getoption("processor_time"):
        config.pluginmanager.register(ProcessorTime())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Where tests run in several processes, a file stays in one, and all with an Airflow in the same.

    `--dist loadgroup` would do it by marks, but pytest-xdist 3.8 loses them under pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return "airflow" if Path(file).parent.name in WITH_AIRFLOW else file

    return ByFile(config, log)


@pytest.fixture
def clock_of_collectors(monkeypatch):
    """Sets the moment that the collectors of every workspace take for now: how far back a source reaches is told from it."""

    def set_to(moment):
        monkeypatch.setattr(workspace, "Context", partial(Context, clock=lambda: moment))

    return set_to


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory):
    """A folder that all processes of this run of the suite have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def copy_of(tmp_path_factory, shared_folder):
    """Gives a copy of a folder that a function fills; the function runs once, however many processes and modules ask."""

    def copy(fill):
        first = shared_folder / f"first-{fill.__name__}"
        with FileLock(f"{first}.lock"):
            if not first.exists():
                begun = tmp_path_factory.mktemp(fill.__name__)
                fill(begun)
                begun.rename(first)
        return shutil.copytree(first, tmp_path_factory.mktemp(fill.__name__), dirs_exist_ok=True)

    return copy


@pytest.fixture(scope="session")
def migrated(shared_folder):
    """A warehouse file to which all migrations were applied, made once by the writer itself."""
    place = shared_folder / "migrated.duckdb"
    with FileLock(f"{place}.lock"):
        if not place.exists():
            begun = place.with_suffix(".begun")
            with warehouse.writer(begun):
                pass
            begun.rename(place)
    return place


@pytest.fixture(autouse=True, scope="session")
def fresh_warehouses(migrated):
    """A warehouse that is not there yet begins as a copy of one that was migrated, which costs a fifth of migrating each.

    Gives a way to do without, for those who test how one is made; other processes make their own.
    """
    module = sys.modules["voxpop.warehouse.writer"]  # the package has a function of that name
    attach = module.attach

    def attach_copy(con, path, name, *, read_only=False):
        if not read_only and not path.exists() and path.parent.is_dir():
            shutil.copyfile(migrated, path)
        attach(con, path, name, read_only=read_only)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "attach", attach_copy)

        @contextmanager
        def without():
            with pytest.MonkeyPatch.context() as inner:
                inner.setattr(module, "attach", attach)
                yield

        yield without


@pytest.fixture(scope="session")
def demo(shared_folder):
    """The folder of a finished `voxpop demo`, with what it printed; there is one for all processes."""
    folder, printed = shared_folder / "demo" / "world", shared_folder / "demo" / "printed.txt"
    with FileLock(shared_folder / "demo.lock"):
        if not printed.exists():
            done = subprocess.run(
                [Path(sys.executable).with_name("voxpop"), "demo", folder],
                capture_output=True,
                text=True,
                check=False,
                env=os.environ | {"PYTHONWARNINGS": "ignore"},
            )
            assert done.returncode == 0, done.stderr[-4000:]
            printed.write_text(done.stdout, encoding="utf-8")
    return folder, printed.read_text(encoding="utf-8")
