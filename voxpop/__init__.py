"""Voxpop: listen to a community and report each week with honest numbers.

This is the face for notebooks and scripts: `open` gives the newest published snapshot of an installation, whose methods give
DataFrames. Everything is imported when it is first asked for, so that `import voxpop` costs nothing. Docs: docs/python.md.

>>> import voxpop
>>> week = voxpop.Week.parse("2026-W47")
>>> str(week.back(1)), week.monday.isoformat()
('2026-W46', '2026-11-16')
>>> voxpop.open("nowhere/voxpop.yaml")
Traceback (most recent call last):
voxpop.errors.ConfigError: nowhere/voxpop.yaml: no such file. `voxpop init` writes one to start from.
"""

from typing import TYPE_CHECKING, Any

from voxpop.version import __version__

if TYPE_CHECKING:
    from voxpop.errors import VoxpopError
    from voxpop.pipeline.explore.snapshot import Snapshot
    from voxpop.pipeline.explore.snapshot import open_snapshot as open  # noqa: A004  the word that says it; nobody imports * from here
    from voxpop.window import Week, Window

__all__ = ["Snapshot", "VoxpopError", "Week", "Window", "__version__", "open"]

_PLACES = {
    "Snapshot": "voxpop.pipeline.explore.snapshot:Snapshot",
    "VoxpopError": "voxpop.errors:VoxpopError",
    "Week": "voxpop.window:Week",
    "Window": "voxpop.window:Window",
    "open": "voxpop.pipeline.explore.snapshot:open_snapshot",
}
"""Name -> 'module:name', as text: the ground imports nothing of what stands on it, and its face still hands it on."""

if not TYPE_CHECKING:  # a checker that sees it takes every name for a name of ours

    def __getattr__(name: str) -> Any:
        """The class or function of a name of the face, imported now."""
        if name not in _PLACES:
            raise AttributeError(f"module 'voxpop' has no attribute '{name}'; it offers {', '.join(__all__)}")
        from importlib import import_module

        module, inside = _PLACES[name].split(":")
        value = globals()[name] = getattr(import_module(module), inside)
        return value


def __dir__() -> list[str]:
    """What completion shows."""
    return sorted(__all__)
