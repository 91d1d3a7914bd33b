"""What packages bring wrongly is said with the package's name, and never taken in silence."""

import sys

import pytest

from voxpop import plugins
from voxpop.collectors.archive.layouts import layout_named
from voxpop.collectors.registry import collector_class, known_sources
from voxpop.errors import UsageError
from voxpop.pipeline.deliver.kinds import target_class
from voxpop.pipeline.plugin.installed import list_installed
from voxpop.plugins import Group, PluginError


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Put a package beside those that are installed: its entry points and the text of its one module."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def put(package, text, **names):
        module = package.replace("-", "_")
        (tmp_path / f"{module}.py").write_text(text)
        info = tmp_path / f"{module}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
        points = {Group[kind.upper()]: name for kind, name in names.items()}
        (info / "entry_points.txt").write_text(
            "".join(f"[{group.value}]\n{name} = {module}:Brought\n" for group, name in points.items())
        )
        plugins._points.cache_clear()

    yield put
    plugins._points.cache_clear()
    for name in [name for name in sys.modules if name.startswith("acme_")]:
        del sys.modules[name]


SOURCE = "from voxpop.collectors.base import Collector\nclass Brought(Collector):\n    source = 'ideas'\n"


def test_a_source_is_found_and_known(install):
    install("acme-ideas", SOURCE, source="ideas")
    assert collector_class("ideas").__module__ == "acme_ideas"
    assert "ideas" in known_sources()
    assert [(one.name, one.package, one.problem) for one in list_installed()] == [("ideas", "acme-ideas 1.2", "")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("raise ImportError('no tweezers')", "fails on import with ImportError: no tweezers"),
        ("1 / 0", "fails on import with ZeroDivisionError"),
        ("Other = 1", "fails on import with AttributeError"),
        ("Brought = 5", "it must be a subclass of voxpop.collectors.base.Collector"),
        ("class Brought: pass", "it must be a subclass of"),
        (SOURCE.replace("'ideas'", "'other'"), "its class must say source = 'ideas'"),
    ],
)
def test_a_source_that_cannot_be_used_names_its_package(install, text, said):
    install("acme-broken", text, source="ideas")
    with pytest.raises(PluginError, match=r"the package acme-broken 1\.2 cannot be used") as caught:
        collector_class("ideas")
    assert said in str(caught.value)
    assert said in list_installed()[0].problem


def test_targets_and_layouts_are_held_to_their_class(install):
    install("acme-room", "Brought = 5", target="room", layout="lines")
    with pytest.raises(PluginError, match="it must be a subclass of voxpop"):
        target_class("room")
    with pytest.raises(PluginError, match="it must be a voxpop"):
        layout_named("lines")


def test_two_packages_of_one_name_are_an_error_that_names_both(install):
    install("acme-one", SOURCE, source="ideas")
    install("acme-two", SOURCE, source="ideas")
    with pytest.raises(PluginError, match=r"acme-one 1\.2 and of acme-two 1\.2 cannot be used: there must be one"):
        collector_class("ideas")


def test_a_name_of_ours_stays_ours_and_the_list_says_so(install):
    install("acme-x", SOURCE, source="x")
    assert collector_class("x").__module__ == "voxpop.collectors.x.collector"
    assert "of this name, which is used instead" in list_installed()[0].problem


def test_an_unknown_source_names_the_known_ones(install):
    install("acme-ideas", SOURCE, source="ideas")
    with pytest.raises(UsageError, match=r"'idea' is not a source; known sources: .*hackernews, ideas, instagram"):
        collector_class("idea")
