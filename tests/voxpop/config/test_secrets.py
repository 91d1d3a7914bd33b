"""Secrets: found in order, never printed, missing ones explained."""

import subprocess
import sys

import pytest

from voxpop.authors import AuthorKey
from voxpop.config.secrets import Secrets
from voxpop.errors import MissingSecretError


def test_the_environment_comes_before_the_file(tmp_path):
    (tmp_path / ".env").write_text("VOXPOP_X_BEARER_TOKEN=from-file\n")
    assert Secrets(tmp_path, {}).get("VOXPOP_X_BEARER_TOKEN") == "from-file"
    assert Secrets(tmp_path, {"VOXPOP_X_BEARER_TOKEN": "from-env"}).get("VOXPOP_X_BEARER_TOKEN") == "from-env"


def test_a_missing_secret_names_every_place_searched(tmp_path):
    with pytest.raises(MissingSecretError) as caught:
        Secrets(tmp_path, {}).get("VOXPOP_X_BEARER_TOKEN")
    message = str(caught.value)
    assert "environment variable VOXPOP_X_BEARER_TOKEN" in message
    assert str(tmp_path / ".env") in message
    assert "voxpop_x_bearer_token" in message


def test_secrets_are_not_in_the_printed_form(tmp_path):
    secrets = Secrets(tmp_path, {"VOXPOP_X_BEARER_TOKEN": "hush-hush"})
    assert "hush-hush" not in repr(secrets)
    assert "hush" not in repr(AuthorKey(b"hush"))


def test_the_author_key_is_made_once_and_only_the_owner_may_read_it(tmp_path):
    first = Secrets(tmp_path, {}).author_key()
    assert Secrets(tmp_path, {}).author_key() == first
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


def test_processes_that_race_for_the_author_key_agree(tmp_path):
    code = f"from pathlib import Path; from voxpop.config.secrets import Secrets; print(Secrets(Path({str(tmp_path)!r}), {{}}).author_key().decode())"
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({run.communicate()[0] for run in runs}) == 1


def test_the_same_person_has_the_same_hash_and_handles_ignore_case_and_marks():
    key = AuthorKey(b"k" * 32)
    assert key.author("x", 12) == key.author("x", "12") != key.author("reddit", "12")
    assert key.handle("reddit", "u/Acme") == key.handle("reddit", "acme") == key.handle("reddit", "@ACME")
    assert key.author("x", None) is None
    assert AuthorKey(b"other").author("x", 12) != key.author("x", 12)
