"""The report in a real browser: nothing runs over the edge at any width, light or dark, and it prints on few pages."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from importlib.resources import files

import pytest

from tests.analysis.report.sample import sample_report
from tests.analysis.report.worlds import fallen, inputs, others, steady
from voxpop.analysis.report.build import build
from voxpop.analysis.report.render.email import email
from voxpop.analysis.report.render.page import html
from voxpop.analysis.report.render.write import write, write_index

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--allow-file-access-from-files"]  # fmt: skip

pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]

FRAME = """<body><iframe id="f" src="page.html" style="border:0;width:{width}px;height:900px"></iframe><pre id="said"></pre>
<script>document.getElementById("f").onload = event => {{
  const page = event.target.contentDocument, wide = page.documentElement.clientWidth;
  const over = [...page.body.querySelectorAll("*")].filter(e => {{
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    return box.width > 0 && box.right > wide + 1 && style.position !== "absolute" && !e.closest("svg, .stack thead, .hidden");
  }}).map(e => e.tagName + "." + e.className);
  const small = [...page.body.querySelectorAll("p,td,th,dd,dt,li,h1,h2,h3,a,text")]
    .filter(e => e.getBoundingClientRect().width > 1 && parseFloat(getComputedStyle(e).fontSize) < 12.9).map(e => e.outerHTML.slice(0, 60));
  document.getElementById("said").textContent = JSON.stringify(
    {{scroll: page.documentElement.scrollWidth, wide, over, small, headings: page.querySelectorAll("h1").length}});
}}</script>"""


AXE = """<pre id="axe"></pre><script>{source}</script><script>
axe.run(document, {{resultTypes: ["violations"]}}).then(found => document.getElementById("axe").textContent = "AXE " + JSON.stringify(
  found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))])) + " END");</script>"""


def violations(folder, page, dark):
    """What axe-core finds on a page, by rule with the elements."""
    source = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    (folder / "axe.html").write_text(page.replace("</body>", AXE.format(source=source) + "</body>"), encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    dom = browse(folder, scheme, "--virtual-time-budget=20000", "--dump-dom", (folder / "axe.html").as_uri())
    return json.loads(unescape(re.search(r"AXE (.*?) END", dom.split('id="axe"')[1], re.DOTALL)[1]))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["page", "archive", "receipts", "mail"])
def test_axe_finds_no_violation(tmp_path, name, dark):
    report = build(
        inputs(fallen(), other_author_weeks=others({"partners": steady(n=150, channel="partners", prefix="c")}))
    )
    files_ = write(report, tmp_path / "partners" / report.week)
    write(sample_report(), tmp_path / "administrators" / report.week)
    page = {
        "page": html(sample_report()),
        "receipts": files_["receipts.html"].read_text(encoding="utf-8"),
        "archive": write_index(tmp_path).read_text(encoding="utf-8"),
        "mail": email(sample_report()),
    }[name]
    assert violations(tmp_path, page, dark) == []


def test_axe_would_find_one(tmp_path):
    page = html(sample_report()).replace("<h1>", '<img src="data:,"><h1 style="color:#ccc">')
    assert {rule for rule, _ in violations(tmp_path, page, dark=False)} >= {"image-alt", "color-contrast"}


def browse(folder, *options):
    profile = folder / "profile"
    command = [BROWSER, *QUIET, f"--user-data-dir={profile}", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def long_words(report):
    """A report whose labels and quotes hold words that no line can break."""
    word = "Donaudampfschifffahrtsgesellschaftskapitänspatent" * 3
    return replace(
        report,
        headline=f"{report.headline} {word}",
        themes=(replace(report.themes[0], label=word), *report.themes[1:]),
        verbatims=(replace(report.verbatims[0], text=f"https://example.org/{word}"), *report.verbatims[1:]),
    )


@pytest.mark.parametrize("width", [1280, 768, 500, 390, 320])
@pytest.mark.parametrize("case", ["usual", "long words"])
def test_nothing_runs_over_the_edge(tmp_path, width, case):
    report = sample_report() if case == "usual" else long_words(sample_report())
    (tmp_path / "page.html").write_text(html(report), encoding="utf-8")
    (tmp_path / "frame.html").write_text(FRAME.format(width=width), encoding="utf-8")
    dom = browse(tmp_path, "--virtual-time-budget=4000", "--dump-dom", (tmp_path / "frame.html").as_uri())
    said = json.loads(
        re.search(r'<pre id="said">(.*?)</pre>', dom, re.DOTALL)[1]
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&")
    )
    assert said["headings"] == 1
    assert said["over"] == []
    assert said["scroll"] <= said["wide"]
    assert said["small"] == []


def test_it_prints_on_three_pages(tmp_path):
    (tmp_path / "page.html").write_text(html(sample_report()), encoding="utf-8")
    out = tmp_path / "page.pdf"
    browse(tmp_path, f"--print-to-pdf={out}", "--no-pdf-header-footer", (tmp_path / "page.html").as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", out.read_bytes())) <= 3


def test_the_mail_stays_narrow(tmp_path):
    (tmp_path / "page.html").write_text(email(sample_report()), encoding="utf-8")
    (tmp_path / "frame.html").write_text(FRAME.format(width=390), encoding="utf-8")
    dom = browse(tmp_path, "--virtual-time-budget=4000", "--dump-dom", (tmp_path / "frame.html").as_uri())
    assert json.loads(re.search(r'"scroll":(\d+)', dom)[1]) <= 390
