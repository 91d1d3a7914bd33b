"""The explorer in a real browser: no violation of axe and nothing over the edge, at 1280 and 390 px, in light and dark."""

import json
import re
import shutil
import subprocess
from html import unescape
from importlib.resources import files

import pytest

from tests.pipeline.serve.conftest import TOKEN, client_of

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--allow-file-access-from-files"]  # fmt: skip

pytestmark = [pytest.mark.slow, pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")]

WIDTHS = (1280, 390)
FRAME = '<iframe id="f{n}" src="{name}" style="border:0;width:{width}px;height:1200px"></iframe>'
LOOK = """<pre id="said"></pre><script>{axe}</script><script>
addEventListener("load", async () => {{
  const told = [];
  for (const frame of document.querySelectorAll("iframe")) {{
    const page = frame.contentDocument, wide = page.documentElement.clientWidth;
    const over = [...page.body.querySelectorAll("*")].filter(e => {{
      const box = e.getBoundingClientRect(), style = frame.contentWindow.getComputedStyle(e);
      return box.width > 0 && box.right > wide + 1 && style.position !== "absolute" && !e.closest("svg, .stack thead, .hidden, .skip, pre, option, select");
    }}).map(e => e.tagName + "." + e.className);
    const small = [...page.body.querySelectorAll("p,td,th,dd,dt,li,h1,h2,h3,a,label,button,select,input")]
      .filter(e => e.getBoundingClientRect().width > 1 && parseFloat(frame.contentWindow.getComputedStyle(e).fontSize) < 12.9).map(e => e.outerHTML.slice(0, 80));
    frame.contentWindow.eval(document.scripts[0].textContent);
    const found = await frame.contentWindow.axe.run(page, {{resultTypes: ["violations"], iframes: false}});
    told.push({{name: frame.src.split("/").pop() + " " + frame.style.width, over, small, scroll: page.documentElement.scrollWidth - wide,
      violations: found.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))])}});
  }}
  document.getElementById("said").textContent = "SAID " + JSON.stringify(told) + " END";
}});</script>"""


@pytest.fixture(scope="module")
def pages(there):
    """Every page, as somebody sees it who may write."""
    browser = client_of(there)
    browser.post("/sign-in", data={"name": "ana", "token": TOKEN})
    theme = re.search(r"theme=(t\d+)", browser.get("/themes").text)[1]
    thread = unescape(re.search(r'href="(/thread[^"]+)"', browser.get("/posts").text)[1])
    paths = {
        "overview": "/",
        "audience": "/audience?audience=admins",
        "themes": "/themes",
        "theme": f"/theme?theme={theme}",
        "channels": "/channels",
        "posts": "/posts?audience=admins&tone=negative",
        "few": "/posts?audience=pilots",
        "figure": "/figure?id=net.week",
        "thread": thread,
        "search": "/search?words=upgrade",
        "mistake": "/search?words=(",
        "ask": "/ask?question=What+changed%3F",
        "decisions": "/decisions",
        "knowledge": "/knowledge",
        "alerts": "/alerts",
        "alert": "/alerts?id=a1",
        "nothing": "/audience?audience=nobody",
    }
    style = browser.get("/style.css").text
    told = {
        name: browser.get(path).text.replace('<link rel="stylesheet" href="/style.css">', f"<style>{style}</style>")
        for name, path in paths.items()
    }
    told["signed out"] = client_of(there).get("/").text.replace(
        '<link rel="stylesheet" href="/style.css">', f"<style>{style}</style>"
    ).replace("<details>", "<details open>")  # fmt: skip
    browser.keeper.close()
    return told


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_is_clean_and_fits(tmp_path, pages, dark):
    frames = []
    for name, page in pages.items():
        assert "<style>" in page, name
        file = f"{name.replace(' ', '-')}.html"
        (tmp_path / file).write_text(page, encoding="utf-8")
        frames += [FRAME.format(n=len(frames), name=file, width=width) for width in WIDTHS]
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    (tmp_path / "all.html").write_text(f"<body>{''.join(frames)}{LOOK.format(axe=axe)}</body>", encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    command = [
        BROWSER,
        *QUIET,
        f"--user-data-dir={tmp_path / 'profile'}",
        scheme,
        "--virtual-time-budget=120000",
        "--dump-dom",
    ]
    dom = subprocess.run(
        [*command, (tmp_path / "all.html").as_uri()], capture_output=True, text=True, check=True
    ).stdout
    said = json.loads(unescape(re.search(r"SAID (.*?) END", dom.split('id="said"')[1], re.DOTALL)[1]))
    assert len(said) == len(frames)
    for one in said:
        assert one["violations"] == [], one["name"]
        assert one["over"] == [], one["name"]
        assert one["scroll"] <= 0, one["name"]
        assert one["small"] == [], one["name"]
