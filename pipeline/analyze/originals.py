"""The posts that themes are made of: their keys at once, their words when somebody asks."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from voxpop.pipeline.analyze import own_accounts

if TYPE_CHECKING:
    import pyarrow as pa

    from voxpop.analysis.themes.model import ThemeModel
    from voxpop.analysis.themes.posts import ThemePosts
    from voxpop.pipeline.workspace import Workspace
    from voxpop.warehouse import Snapshot


class Originals:
    """Originals without floods, bots and our own accounts, by source and post_id; `found_voices` is lent to the snapshot."""

    def __init__(self, snapshot: Snapshot, workspace: Workspace) -> None:
        self.snapshot = snapshot
        self.keys = snapshot.rows("analyze/theme_keys", {"own": own_accounts.hashes(workspace) or [""]})
        self._read: ThemePosts | None = None

    @cached_property
    def posts(self) -> pa.Table:
        """All of them with their words, in the order of `keys`."""
        return self.words_of(self.keys)

    def words_of(self, keys: pa.Table) -> pa.Table:
        """The posts of some keys with their words, in their order."""
        self.snapshot.lend("wanted_posts", keys)
        return self.snapshot.rows("analyze/theme_posts")

    def read_by(self, model: ThemeModel) -> ThemePosts:
        """All of them as the model reads them; once for all models of the same names."""
        if self._read is None:
            self._read = model.read(self.posts)
        return self._read

    @property
    def at_hand(self) -> ThemePosts | None:
        """All of them as they were read; None: nobody asked yet."""
        return self._read
