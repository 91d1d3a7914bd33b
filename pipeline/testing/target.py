"""What every target of delivery keeps: a message arrives whole, a failure is said without a secret, a wrong key is a mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from voxpop.config import Target
from voxpop.errors import MissingSecretError
from voxpop.pipeline.deliver.kinds import Context, sender, target_class
from voxpop.pipeline.deliver.senders import DeliveryError, Message
from voxpop.pipeline.demo.servers.base import Reply

if TYPE_CHECKING:
    from voxpop.pipeline.demo.servers.base import DemoServer

MESSAGE = Message(
    key=("reports", "customers", "2026-W47"),
    subject="Customers: net sentiment fell 14 points to −10",
    lines=("Upgrades are on top of the themes & <b>rising</b>.", "Partners were not heard."),
    text="Customers\n\nNet sentiment fell.",
    html="<p>Customers</p>",
    url="https://reports.example.org/customers/2026-W47/report.html",
    facts={"company": "Larkspur", "week": "2026-W47"},
)


@dataclass(kw_only=True)
class TargetPlace:
    """A target that takes messages, on a server of ours."""

    kind: str
    server: DemoServer
    options: Mapping[str, Any]  # the target's own keys
    received: Callable[[], list[str]]  # what has arrived, as text
    secrets: Mapping[str, str] = field(default_factory=dict)

    def send(self, message: Message = MESSAGE, secrets: Mapping[str, str] | None = None) -> None:
        """Send a message as a delivery does."""
        told = self.secrets if secrets is None else secrets

        def secret(name: str) -> str:
            if name not in told:
                raise MissingSecretError(name, ["the test"], "Set it.")
            return told[name]

        target = Target.model_validate({"id": "place", "kind": self.kind, **self.options})
        sender(target, Context(secret, Path("/")))(message)


class TargetContract:
    """Tests that every target passes; a subclass gives a fixture `place` that yields a `TargetPlace` whose server runs."""

    def test_a_message_arrives_once_with_its_subject_and_lines(self, place: TargetPlace) -> None:
        """What a reader must see is there."""
        place.send()
        (arrived,) = place.received()
        assert "net sentiment fell 14 points" in arrived
        assert "Partners were not heard." in arrived

    @pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
    def test_a_refusal_is_an_error_that_holds_no_secret(self, place: TargetPlace, status: int) -> None:
        """The ledger then counts the message as not sent, and the next run tries it again."""
        place.server.faults.add(*[Reply(status, {"content-type": "text/plain"}, b"no")] * 20)
        with pytest.raises((DeliveryError, OSError)) as caught:
            place.send()
        assert not [value for value in place.secrets.values() if value in str(caught.value)]

    def test_a_missing_secret_is_named(self, place: TargetPlace) -> None:
        """A target that needs a secret says which, and where it was looked for."""
        for name in place.secrets:
            with pytest.raises(MissingSecretError, match=name):
                place.send(secrets={n: value for n, value in place.secrets.items() if n != name})

    def test_an_unknown_key_is_a_mistake(self, place: TargetPlace) -> None:
        """Misspelt keys are refused when the configuration is read."""
        with pytest.raises(ValidationError):
            target_class(place.kind).Settings.model_validate({**place.options, "colour": "red"})
