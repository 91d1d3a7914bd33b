"""Secrets are hidden by their values: however a server, an address or a log writes them."""

import base64
import json
import logging
from urllib.parse import quote, quote_plus

import pytest

from voxpop import redaction
from voxpop.errors import VoxpopError

SECRET = 'p/s+w&"rd=Größe-8271'
WORD = "sunflower"


@pytest.fixture(autouse=True)
def _known(monkeypatch):
    monkeypatch.setattr(redaction, "_known", type(redaction._known)())
    redaction.know("here", [SECRET, WORD, "https://hooks.example.org/services/T0/B0/x9Y8z7"])


def written():
    """The secret in every way of writing it."""
    ways = {"plain": SECRET, "address": quote(SECRET, safe=""), "path": quote(SECRET), "form": quote_plus(SECRET)}
    ways |= {
        "json": json.dumps(SECRET),
        "utf8": json.dumps(SECRET, ensure_ascii=False),
        "twice": json.dumps(json.dumps(SECRET)),
    }
    ways |= {"slashes": json.dumps(SECRET).replace("/", "\\/"), "lower": quote(SECRET, safe="").replace("%2F", "%2f")}
    for before in ("", "u", "us", "user:", "a longer name:"):
        for after in ("", "\n", "@host"):
            coded = base64.b64encode(f"{before}{SECRET}{after}".encode()).decode()
            ways |= {
                f"base64 {before!r} {after!r}": coded,
                f"url {before!r} {after!r}": coded.replace("+", "-").replace("/", "_"),
            }
    return ways


@pytest.mark.parametrize("way", list(written()))
def test_a_secret_is_hidden_in_every_way_of_writing_it(way):
    text = written()[way]
    hidden = redaction.hide(f"before {text} after")
    assert hidden.startswith("before ")
    assert hidden.endswith(" after")
    assert "***" in hidden
    longest = max((text[i : i + 8] for i in range(len(text) - 7)), key=hidden.count)
    inside = [text[i : i + 8] for i in range(4, len(text) - 12) if text[i : i + 8] in hidden]
    assert "base64" in way or "url" in way or not inside, longest


def test_other_words_stay_and_nothing_is_hidden_where_nothing_is_known(monkeypatch):
    text = "sunny Größe, p/s, and a sunflowe"
    assert redaction.hide(text) == text
    monkeypatch.setattr(redaction, "_known", type(redaction._known)())
    assert redaction.hide(SECRET) == SECRET
    assert redaction.hints() is None


def test_a_secret_that_is_a_word_stays_in_posts_and_is_hidden_in_what_we_say():
    assert redaction.hide(f"the {WORD} blooms", words=False) == f"the {WORD} blooms"
    assert redaction.hide(f"login with {WORD} failed") == "login with *** failed"


def test_an_address_is_a_secret_with_its_path_alone():
    assert redaction.hide("POST /services/T0/B0/x9Y8z7 failed") == "POST /*** failed"


def test_values_of_json_and_errors_and_logs_hold_none(caplog):
    held = {"a": [SECRET, {"b": f"x{SECRET}"}], SECRET: 1}
    assert redaction.hide_in(held) == {"a": ["***", {"b": "x***"}], "***": 1}
    assert str(VoxpopError(f"with {SECRET}")) == "with ***"
    redaction.guard_logs()
    redaction.guard_logs()
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="urllib3"):
        logging.getLogger("urllib3").debug("sent %s", SECRET)
        try:
            int(SECRET)
        except ValueError:
            logging.getLogger("anybody").exception("it failed: %s", quote(SECRET, safe=""))
    assert SECRET not in caplog.text
    assert quote(SECRET, safe="") not in caplog.text
    assert "sent ***" in caplog.text


def test_names_of_users_are_no_secrets():
    told = {
        "VOXPOP_JIRA_EMAIL": "ann@example.org",
        "VOXPOP_JIRA_TOKEN": "t0ken-value",
        "A_CLIENT_ID": "client",
        "EMPTY": None,
    }
    assert redaction.secrets_among(told) == ["t0ken-value"]
