"""For packages that bring a source, a target or a layout: what Voxpop asks of each, as tests to inherit, and a server to ask.

    from voxpop.pipeline.testing import Place, Reply, Server, SourceContract

    class TestMySource(SourceContract): ...

Needs pytest, which the extra 'testing' brings. `voxpop plugin new` writes a package whose tests begin with these. Docs: docs/plugins.md.
"""

from voxpop.pipeline.demo.servers.base import Reply
from voxpop.pipeline.testing.layout import LayoutContract, LayoutPlace
from voxpop.pipeline.testing.server import Server
from voxpop.pipeline.testing.source import Place, SourceContract
from voxpop.pipeline.testing.target import TargetContract, TargetPlace

__all__ = [
    "LayoutContract",
    "LayoutPlace",
    "Place",
    "Reply",
    "Server",
    "SourceContract",
    "TargetContract",
    "TargetPlace",
]
