"""The language of a post: found by its words, 'und' when they do not tell, never English by default."""

from __future__ import annotations

import pyarrow as pa
import pytest

from voxpop.analysis.text.language import FUNCTION_WORDS, detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The app crashes when I open the calendar", "en"),
        ("Not working", "en"),
        ("Hola, la aplicación no funciona desde ayer", "es"),
        ("Muy bueno, gracias", "es"),
        ("L'application ne marche plus depuis la mise à jour", "fr"),
        ("Das Update funktioniert bei uns leider nicht", "de"),
        ("O aplicativo não funciona mais, alguém pode ajudar?", "pt"),
        ("Non funziona più niente, che cosa devo fare?", "it"),
        ("De app werkt niet meer sinds de update", "nl"),
        ("Appen fungerar inte efter uppdateringen, vad ska jag göra?", "sv"),
        ("Aplikacja nie działa po aktualizacji, co mam zrobić?", "pl"),
        ("Uygulama güncellemeden sonra çalışmıyor, ne yapmalıyım?", "tr"),
        ("Привет, ничего не работает", "ru"),
        ("Нічого не працює, їх служба мовчить", "uk"),
        ("アプリが落ちる", "ja"),
        ("应用程序崩溃了", "zh"),
        ("앱이 작동하지 않습니다", "ko"),
        ("الشحن لا يعمل", "ar"),
        ("שלום עולם", "he"),
        ("", "und"),
        ("👍👍", "und"),
        ("12345", "und"),
        ("https://x.example @somebody", "und"),
        ("Kubernetes", "und"),
    ],
)
def test_language_of_short_posts(text: str, language: str) -> None:
    assert detect(pa.array([text])).to_pylist() == [language]


def test_code_and_links_do_not_vote() -> None:
    text = "Das geht leider nicht:\n```\nif not is_there and the_thing: return the\n```"
    assert detect(pa.array([text])).to_pylist() == ["de"]


def test_null_has_no_language() -> None:
    assert detect(pa.array([None, "und das ist nicht gut"], pa.string())).to_pylist() == ["und", "de"]


def test_function_words_are_lower_case() -> None:
    assert all(text == text.lower() for text in FUNCTION_WORDS.values())
