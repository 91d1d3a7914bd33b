"""What pages show: the figures of the face and no others, each with its interval and a way to its posts."""

import html
import io
import re

import openpyxl
import pyarrow.parquet as parquet
import pytest

import voxpop
from tests.pipeline.serve_world import HOSTILE
from voxpop.analysis.report.wording.languages import current
from voxpop.pipeline import ask

PAGES = ["/", "/audience", "/themes", "/channels", "/posts", "/search", "/knowledge", "/alerts", "/decisions", "/search?words=upgrade",
         "/figure?id=net.week", "/audience?audience=admins", "/posts?audience=partners&tone=negative", "/ask", "/ask?question=What+changed+for+admins%3F", "/ask?question=Who+is+zebulon%3F"]  # fmt: skip
SVG = re.compile(r"<svg.*?</svg>", re.DOTALL)


def text_of(page):
    """What a reader sees of a page, without the drawings."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", SVG.sub(" ", page.text))).split())


@pytest.fixture(scope="module")
def snapshot(there):
    with voxpop.open(there.lines.path) as opened:
        yield opened


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_and_hold_no_script(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert "<script" not in page.text
    assert not re.search(r"<[^>]+ (?:on\w+|style)=", page.text)
    outside = set(re.findall(r'(?:src|href|action)="(?!/|#)([^"]+)"', page.text))
    assert all(address.startswith("https://forum.example/") for address in outside)


def test_every_figure_of_an_audience_is_that_of_the_face(client, snapshot):
    for audience in ("everyone", "admins", "partners"):
        said = snapshot.report(audience)
        page = client.get(f"/audience?audience={audience}")
        text = text_of(page)
        assert html.unescape(re.search(r"<h1>(.*?)</h1>", page.text)[1]) == said.headline
        assert said.deck in text
        words = current()
        shown = [words.signed(said.net.value), words.to(said.change.low, said.change.high)]
        shown += [
            words.to(row.net.low, row.net.high) for row in (*said.themes, *said.channels, *said.targets) if row.net
        ]
        shown += [f"({round(row.share.low)} to {round(row.share.high)}%)" for row in said.themes]
        shown += [figure.value for figure in said.figures if figure.id != "figure.voice"]
        assert [one for one in shown if one not in text] == []


def test_the_overview_has_every_audience_with_its_weeks(client, snapshot):
    text = text_of(client.get("/"))
    net = {row.week: row for row in snapshot.net("admins").itertuples()}
    assert "Admins" in text
    assert "Partners" in text
    point = snapshot.report("admins").trend.points[-1]
    assert round(point.estimate.value) == round(net[point.monday].value)
    assert (
        f"{current().signed(point.estimate.value)} net, interval ({current().to(point.estimate.low, point.estimate.high)})"
        in text
    )


def test_every_linked_figure_recomputes(client):
    page = client.get("/audience?audience=admins")
    links = {html.unescape(one) for one in re.findall(r'href="(/figure[^"]+)"', page.text)}
    assert len(links) > 8
    for link in links:
        figure = client.get(link)
        assert figure.status_code == 200, link
        assert "The same" in text_of(figure), link


def test_the_history_of_a_theme_is_that_of_the_face(client, snapshot):
    theme = snapshot.themes("everyone").iloc[0].theme_id
    weeks = snapshot.theme_weeks(theme)
    text = text_of(client.get(f"/theme?theme={theme}"))
    for row in weeks.itertuples():
        assert f"{round(row.value)}% ({round(row.low)} to {round(row.high)}%)" in text
    said = next(row for row in snapshot.report().themes if row.id == theme)
    assert round(weeks.iloc[-1].value, 6) == round(said.share.value, 6)


def test_addresses_with_mistakes_are_answered_by_a_sentence(client):
    for path in ("/audience?audience=nobody", "/posts?week=1999-W01", "/posts?week=x", "/theme?theme=t999", "/posts?tone=odd",
                 "/figure?id=nothing", "/thread?source=archive&thread=none", "/posts?page=0", "/posts?page=x", "/export/posts.exe",
                 "/export/none.csv", "/nothing", "/posts?channel=c", "/posts?name=q", f"/posts?audience={'x' * 400}"):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 404, path
        assert "<h1>Nothing here</h1>" in page.text
    assert client.get("/search?words=(").status_code == 200
    assert "missing" in text_of(client.get("/search?words=("))
    assert client.get("/search?words=upgrade&since=no").status_code == 200


def test_posts_are_paged_and_led_to(client):
    first = client.get("/posts?audience=everyone")
    assert len(re.findall('<li class="post', first.text)) == 25
    older = html.unescape(re.search(r'href="([^"]+)">Older', first.text)[1])
    second = client.get(older)
    assert second.status_code == 200
    assert first.text != second.text
    thread = html.unescape(re.search(r'href="(/thread[^"]+)"', first.text)[1])
    assert client.get(thread).status_code == 200
    like = html.unescape(re.search(r'href="(/search\?[^"]*like=[^"]+)"', first.text)[1])
    assert "Posts like one" in text_of(client.get(like))


def test_hostile_text_stays_text(client):
    page = client.get("/search?words=quoted")
    assert "&lt;script&gt;alert" in page.text
    assert "<script" not in page.text
    assert "<img" not in page.text
    assert "{{ 7 * 7 }}" in html.unescape(page.text)
    table = client.get("/export/search.csv?words=quoted").text
    assert HOSTILE[:10] in table
    assert client.get('/search?words="><script>alert(1)</script>').text.count("<script") == 0


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("name", ["overview", "audience", "themes", "channels", "posts", "search", "figure"])
def test_what_is_seen_can_be_taken_along(client, name, kind):
    reply = client.get(f"/export/{name}.{kind}?audience=admins&words=upgrade&id=net.week")
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].startswith("attachment")
    if kind == "csv":
        assert reply.text.count("\n") > 1
    elif kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(reply.content))
        assert "audience=admins" in book["seen at"]["A1"].value
    else:
        assert parquet.read_table(io.BytesIO(reply.content)).num_rows > 0


def test_exported_figures_are_those_of_the_face(client, snapshot):
    reply = client.get("/export/audience.parquet?audience=admins")
    shown = {row["theme_id"]: row for row in parquet.read_table(io.BytesIO(reply.content)).to_pylist()}
    said = {row.id: row for row in snapshot.report("admins").themes}
    assert set(shown) == set(said)
    for theme, row in shown.items():
        if row["share"] is not None:
            assert row["share"] == pytest.approx(said[theme].share.value, abs=1e-4)


def test_a_question_is_answered_with_figures_that_recompute(client, snapshot):
    page = client.get("/ask", params={"question": "How is the tone of admins?"})
    text = text_of(page)
    said = ask.ask(ask.world_of(snapshot), "How is the tone of admins?")
    assert said.sentence in text
    assert len(said.figures) > 0
    assert all(figure.printed in text for figure in said.figures)
    assert "another now" not in text
