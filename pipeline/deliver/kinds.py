"""Kinds of delivery target that other packages bring: the class that they write, and how one is made from its settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import requests
from pydantic import BaseModel, ValidationError

from voxpop import plugins
from voxpop.errors import ConfigError, VoxpopError
from voxpop.pipeline.deliver.senders import DeliveryError, Message, Send
from voxpop.plugins import Group

if TYPE_CHECKING:
    from voxpop.config import Target


@dataclass(frozen=True, slots=True)
class Context:
    """What a target may know of the installation beside its own settings."""

    secret: Callable[[str], str]  # name -> value; raises MissingSecretError with every place searched
    base_dir: Path  # folder of voxpop.yaml; relative paths in the configuration start here


class TargetKind:
    """One kind of target. A subclass sets `kind` and `Settings` and writes `send` (docs/plugins.md)."""

    kind: ClassVar[str]
    Settings: ClassVar[type[BaseModel]]  # the target's own keys in voxpop.yaml, frozen, extra='forbid'

    def __init__(self, target: Target, context: Context) -> None:
        self.target = target
        self.context = context
        self.settings: Any = self.Settings.model_validate(dict(target.options))

    def send(self, message: Message) -> None:
        """Send one message: a report or an alert. The ledger sees to it that none is sent twice.

        Raises `DeliveryError`, with a reason that holds no secret, where it was not taken; it is then tried again later.
        """
        raise NotImplementedError


def target_class(kind: str) -> type[TargetKind]:
    """The class of a kind that a package brings; raises `PluginError` where it cannot be used."""
    brought: type[TargetKind] | None = plugins.load_class(Group.TARGET, kind, TargetKind, "kind")
    if brought is None:  # the configuration was read with the package, and the package has left since
        raise ConfigError([f"no installed package brings the kind of target '{kind}'"])
    return brought


def check_options(target: Target) -> ValidationError | None:
    """What is wrong with the keys that only the kind knows."""
    try:
        target_class(target.kind).Settings.model_validate(dict(target.options))
    except ValidationError as error:
        return error
    return None


def sender(target: Target, context: Context) -> Send:
    """Sends by the class of another package; whatever it stumbles over is a target that did not take the message."""
    kind = target_class(target.kind)(target, context)

    def send(message: Message) -> None:
        try:
            kind.send(message)
        except (VoxpopError, requests.RequestException, OSError):
            raise
        except Exception as error:
            raise DeliveryError(f"the kind '{target.kind}' stumbled ({type(error).__name__})") from error

    return send
