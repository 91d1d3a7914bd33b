"""Secrets, looked up in a stated order and never printed: environment, `.env`, Airflow connection."""

from __future__ import annotations

import importlib.util
import os
import secrets as random_source
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from voxpop import durable, redaction
from voxpop.errors import MissingSecretError

AUTHOR_KEY = "VOXPOP_AUTHOR_KEY"
OURS = "VOXPOP_"
"""How names in the environment begin that are ours; other secrets are known once they are asked for."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where this installation keeps its secrets."""

    base_dir: Path  # folder of voxpop.yaml, which holds `.env`
    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)

    def __post_init__(self) -> None:
        """Let nothing print, log or keep what is secret here, from now on."""
        told = {name: value for name, value in self.environment.items() if name.startswith(OURS)}
        redaction.know(str(self.base_dir), redaction.secrets_among(told | dotenv_values(self.base_dir / ".env")))

    def get(self, name: str) -> str:
        """The secret; raises `MissingSecretError` naming every place searched."""
        value = self._find(name)
        redaction.know(str(self.base_dir), redaction.secrets_among({name: value}))
        return value

    def _find(self, name: str) -> str:
        dotenv = self.base_dir / ".env"
        value = self.environment.get(name) or dotenv_values(dotenv).get(name) or self._from_airflow(name)
        if value:
            return value
        searched = [
            f"environment variable {name}",
            f"{dotenv} ({'no such line' if dotenv.exists() else 'no such file'})",
            f"Airflow connection '{connection_id(name)}'",
        ]
        raise MissingSecretError(name, searched, f"Put a line '{name}=...' into {dotenv}.")

    def author_key(self) -> bytes:
        """The operator's key for hashing authors; made once, in `.env`, where none is set."""
        try:
            return self.get(AUTHOR_KEY).encode()
        except MissingSecretError:
            return self._make_author_key().encode()

    def _make_author_key(self) -> str:
        """Write a new key to `.env`; of processes that race, one writes and the others read what it wrote."""
        path = self.base_dir / ".env"
        with durable.lock(path):
            known = dotenv_values(path).get(AUTHOR_KEY)
            if known:
                return known
            made = random_source.token_hex(32)
            said = f"\n# keyed hashes of authors; keep it: a new key makes everyone a new person\n{AUTHOR_KEY}={made}"
            redaction.know(str(self.base_dir), [made])
            path.touch(0o600)
            durable.add_line(path, said)
        return made

    @staticmethod
    def _from_airflow(name: str) -> str | None:
        """The password of the connection, where we run inside an Airflow task."""
        if "AIRFLOW_CTX_DAG_ID" not in os.environ or importlib.util.find_spec("airflow") is None:
            return None
        from airflow.sdk import BaseHook
        from airflow.sdk.exceptions import AirflowNotFoundException

        try:
            password: str | None = BaseHook.get_connection(connection_id(name)).password
        except AirflowNotFoundException:
            return None
        return password


def connection_id(name: str) -> str:
    """The Airflow connection that can hold a secret: VOXPOP_X_BEARER_TOKEN -> voxpop_x_bearer_token."""
    return name.lower()
