"""The documentation as a site: each page is in its menu, each name of the API exists, no link is broken."""

import importlib.util
import pkgutil
import re
import shutil
import subprocess

import pytest
import yaml

from tests.places import ROOT

spec = importlib.util.spec_from_file_location("site_of_docs", ROOT / "docs" / "site.py")
site = importlib.util.module_from_spec(spec)
spec.loader.exec_module(site)
MKDOCS = ROOT / ".venv-docs" / "bin" / "mkdocs"


class Lenient(yaml.SafeLoader):
    """YAML in which MkDocs may name Python objects."""


def pages_of(menu):
    """The pages of a menu, in its order."""
    for entry in menu:
        for inside in entry.values():
            yield from pages_of(inside) if isinstance(inside, list) else [inside]


def test_every_page_is_in_the_menu_once():
    menu = list(pages_of(yaml.load((ROOT / "docs" / "mkdocs.yml").read_text(), Loader=Lenient)["nav"]))
    pages = {str(page.relative_to(ROOT)) for page in site.list_pages()} - {"README.md"}
    assert sorted(menu) == sorted(pages | {"index.md", "api.md"})


@pytest.mark.parametrize("name", [name for names in site.API.values() for name in names])
def test_every_name_of_the_api_exists_and_says_what_it_is(name):
    assert pkgutil.resolve_name(name).__doc__


def test_pages_are_laid_out_where_their_links_lead(tmp_path):
    site.lay_out(tmp_path)
    assert (tmp_path / "index.md").read_text().startswith("# Voxpop")
    for page in tmp_path.rglob("*.md"):
        for target, _ in site.LINK.findall(page.read_text()):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.relative_to(tmp_path)} links to {target}"
    pictures = site.PICTURE.findall((tmp_path / "index.md").read_text())
    assert len(pictures) == 2
    assert all((tmp_path / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)


@pytest.mark.slow
@pytest.mark.skipif(not MKDOCS.exists(), reason="needs the environment of `make docs`")
@pytest.mark.timeout(2400)
def test_the_site_is_made_and_fetches_nothing(tmp_path):
    site.lay_out(tmp_path / "pages")
    text = (ROOT / "docs" / "mkdocs.yml").read_text()
    text = text.replace("../build/pages", "pages").replace("../build/site", "site")
    text = text.replace("[..]", f"[{ROOT}]").replace("hooks: [site.py]", f"hooks: [{ROOT / 'docs' / 'site.py'}]")
    text = text.replace("fence_examples.py:", f"{ROOT / 'docs' / 'fence_examples.py'}:")
    (tmp_path / "mkdocs.yml").write_text(text)
    made = subprocess.run(
        [MKDOCS, "build", "--strict", "--config-file", tmp_path / "mkdocs.yml"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    pages = list((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 30
    assert not [page for page in pages if 'src="http' in page.read_text()]
    assert "open_snapshot" in (tmp_path / "site" / "api.html").read_text()
    shutil.rmtree(tmp_path / "pages")  # of one page, whose link leads nowhere, and without a menu
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.md").write_text("# Demo\n\n[gone](nowhere.md)\n")
    (tmp_path / "mkdocs.yml").write_text(re.sub(r"^nav:\n(?:[ -].*\n|\n)*", "", text, flags=re.MULTILINE))
    broken = subprocess.run(
        [MKDOCS, "build", "--strict", "--config-file", tmp_path / "mkdocs.yml"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert broken.returncode != 0
    assert "nowhere.md" in broken.stdout + broken.stderr
