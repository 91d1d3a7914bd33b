"""Whose the files are: the operator's alone, or also those of one group to read."""

from __future__ import annotations

import grp
import logging
import os
import stat
from typing import TYPE_CHECKING

from voxpop.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from voxpop.pipeline.workspace import Workspace

log = logging.getLogger("voxpop.access")
OWNER, GROUP = 0o077, 0o027
"""What is taken from the modes of new files: all rights of others, and of a group the right to write."""


def keep_private(workspace: Workspace) -> None:
    """Let this process make files that others cannot read, and take their rights away from the folders that there are.

    A folder that nobody else may enter guards all that is in it. With `storage.group` the folders are that group's, to read, and so is
    what is made in them. `ConfigError` where there is no such group. Folders of another owner stay as they are.
    """
    group = _group_id(workspace)
    os.umask(OWNER if group is None else GROUP)
    folders = {
        workspace.landing.root,
        workspace.snapshots,
        workspace.reports,
        workspace.labels.root,
        workspace.deliveries,
    }
    data = workspace.warehouse_path.parent
    if data != workspace.config.base_dir.resolve():  # else it is not ours alone
        folders.add(data)
    for folder in sorted(folders):
        _restrict(folder, 0o700 if group is None else 0o2750, group)
    _restrict(workspace.warehouse_path, 0o600 if group is None else 0o640, group)
    _restrict(workspace.config.base_dir / ".env", 0o600, None)


def _group_id(workspace: Workspace) -> int | None:
    name = workspace.config.storage.group
    if name is None:
        return None
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        raise ConfigError([f"{workspace.lines.path}: storage.group: this machine has no group '{name}'"]) from None


def _restrict(path: Path, mode: int, group: int | None) -> None:
    """Take rights away from a file or folder of ours; what is a link stays as it is."""
    try:
        about = path.lstat()
        if stat.S_ISLNK(about.st_mode) or about.st_uid != os.geteuid():
            return
        if group is not None and about.st_gid != group:
            os.chown(path, -1, group, follow_symlinks=False)
        wanted = mode if group is not None else stat.S_IMODE(about.st_mode) & ~OWNER
        if stat.S_IMODE(about.st_mode) != wanted:
            path.chmod(wanted)
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("%s: others may be able to read it: %s", path, error.strerror)
