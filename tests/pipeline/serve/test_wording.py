"""Pages in English and German: nothing stays in the other language, whether the company's or the address asks for one."""

import html
import re
from dataclasses import replace
from pathlib import Path

from tests.pipeline.serve.conftest import client_of
from voxpop.pipeline import serve
from voxpop.pipeline.serve.wording import GERMAN

TEMPLATES = sorted((Path(serve.__file__).parent / "templates").glob("*.jinja"))
PART = re.compile(r"(\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<(?:\{\{.*?\}\}|\{%.*?%\}|[^>])*>)", re.DOTALL)
SAID = re.compile(r"""say\((?:"([^"]+)"|'([^']+)')[,)]""")
PAGES = ["/", "/audience", "/themes", "/channels", "/posts", "/search?words=upgrade", "/decisions", "/ask", "/knowledge", "/alerts", "/alerts?id=a1", "/figure?id=net.week", "/posts?tone=negative&audience=partners"]  # fmt: skip


def test_every_text_of_the_templates_has_its_german():
    said = {a or b for path in TEMPLATES for a, b in SAID.findall(path.read_text(encoding="utf-8"))}
    assert said - GERMAN.keys() == set()
    bare = {
        (path.name, part.strip())
        for path in TEMPLATES
        if path.name != "message.html.jinja"
        for part in PART.split(path.read_text(encoding="utf-8"))
        if not part.startswith(("{", "<")) and re.search("[A-Za-z]{2}", part)
    }
    assert bare == {("base.html.jinja", "Voxpop")}


def test_a_page_is_in_one_language(client):
    for path in PAGES:
        joined = "&" if "?" in path else "?"
        english, german = client.get(path), client.get(f"{path}{joined}lang=de")
        assert (english.status_code, german.status_code) == (200, 200), path
        assert '<html lang="en">' in english.text
        assert '<html lang="de">' in german.text
        shown = [
            one.strip()
            for one in re.findall(
                r">([^<>]+)<", re.sub(r"<(pre|blockquote|option)[^>]*>.*?</\1>", "", german.text, flags=re.DOTALL)
            )
        ]
        left = {html.unescape(one) for one in shown} & {one for one, said in GERMAN.items() if one != said}
        assert left == set(), path
        links = re.findall(r'href="(/[a-z]*\?[^"]+)"', german.text)
        assert links
        assert all("lang=" in link for link in links if not link.startswith("/export")), path
    assert client.get("/?lang=fr").status_code == 404


def test_the_company_s_language_is_that_of_its_pages(there):
    company = there.config.company.model_copy(update={"language": "de"})
    with client_of(replace(there, config=there.config.model_copy(update={"company": company}))) as browser:
        assert "Was sich geändert hat, je Zielgruppe" in browser.get("/").text
        assert "What changed, by audience" in browser.get("/?lang=en").text
        browser.keeper.close()
