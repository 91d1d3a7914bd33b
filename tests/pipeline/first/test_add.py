"""`voxpop add` and `voxpop init`: a channel tried, its month told, its block written with every comment kept."""

import pytest

from tests.command import run
from voxpop.pipeline.first.address import channel_of
from voxpop.pipeline.workspace import Workspace

FILE = """\
company: {name: Larkspur}   # who we are

channels:
  # the blog, since 2024
  - id: blog
    source: feed
    url: https://blog.example.org/feed.xml

# nothing else
not_collected: [tickets]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "voxpop.yaml").write_text(FILE, encoding="utf-8")
    return tmp_path


def written(folder):
    return (folder / "voxpop.yaml").read_text(encoding="utf-8")


def test_a_feed_is_tried_and_written_with_comments_kept(folder, web):
    done = run("add", f"{web}/blog", "--set", "id=news", "--set", "name=News", folder=folder)
    assert done.returncode == 0, done.stderr
    assert "works:" in done.stdout
    assert "a month of it:" in done.stdout
    block = f"  - id: news\n    source: feed\n    url: {web}/feed.xml\n    name: News\n"
    assert written(folder).replace(block, "") == FILE
    channels = Workspace.open(folder / "voxpop.yaml").config.channels
    assert [(one.id, one.name, one.options["url"]) for one in channels[1:]] == [("news", "News", f"{web}/feed.xml")]


def test_a_channel_that_does_not_answer_is_not_written_unless_asked_for(folder, web):
    dead = f"{web}/gone.xml"
    done = run("add", "feed", "--set", f"url={dead}", folder=folder)
    assert done.returncode == 2
    assert "nothing was added" in done.stderr
    assert written(folder) == FILE
    assert run("add", "feed", "--set", f"url={dead}", "--untested", folder=folder).returncode == 0
    assert dead in written(folder)


def test_a_dry_run_writes_nothing(folder, web):
    done = run("add", f"{web}/feed.xml", "--dry-run", folder=folder)
    assert done.returncode == 0
    assert "source: feed" in done.stdout
    assert written(folder) == FILE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reddit"], "source 'reddit' needs subreddit: `voxpop add reddit --set subreddit=...`"),
        (["stackexchange", "--set", "site=x", "--set", "tgas=[a]"], "tgas: unknown key; did you mean 'tags'?"),
        (["feed", "--set", "url=blog.example.org/f"], "Did you mean https://blog.example.org/f?"),
        (["feed", "--set", "url"], "write a key and its value"),
        (["feed", "--set", "url=https://b.example.org/f", "--audience", "nobody"], "names the audience 'nobody', which is not configured"),
    ],
)  # fmt: skip
def test_mistakes_say_what_to_write_and_leave_the_file_alone(folder, words, said):
    done = run("add", *words, folder=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert written(folder) == FILE
    assert [path.name for path in folder.glob(".*trial*")] == []


@pytest.mark.parametrize(
    ("address", "channel", "asks"),
    [
        ("https://discord.com/channels/100/200/300", {"source": "discord", "server": "100", "channel": "200"}, ()),
        ("https://app.slack.com/client/T01/C012345678", {"source": "slack", "channel": "C012345678"}, ()),
        (
            "https://acme.slack.com/archives/C012345678/p1",
            {"source": "slack", "url": "https://acme.slack.com", "channel": "C012345678"},
            (),
        ),
        (
            "https://acme.zulipchat.com/#narrow/channel/12-help/topic/x",
            {"source": "zulip", "url": "https://acme.zulipchat.com", "channel": 12},
            (),
        ),
        (
            "https://forum.acme.org/chat/c/general/2",
            {"source": "discoursechat", "url": "https://forum.acme.org", "channel": 2},
            (),
        ),
        ("https://t.me/acme_users", {"source": "telegram"}, ("chats",)),
    ],
)
def test_the_address_of_a_chat_is_its_channel(address, channel, asks, tmp_path):
    found = channel_of(address, tmp_path)
    assert (found.channel, found.asks) == ({"id": channel["source"], **channel}, asks)


def test_an_id_that_is_taken_gets_a_number(folder, web):
    run("add", f"{web}/feed.xml", "--set", "id=blog", folder=folder)
    assert [one.id for one in Workspace.open(folder / "voxpop.yaml").config.channels] == ["blog", "blog-2"]


def test_without_a_configuration_it_names_the_remedy(tmp_path):
    assert "`voxpop init` makes one" in run("add", "feed", folder=tmp_path).stderr


def test_a_key_that_is_missing_is_asked_for(folder, web):
    done = run("add", "feed", "--ask", folder=folder, said=f"{web}/feed.xml\ny\n")
    assert done.returncode == 0, done.stderr
    assert f"url: {web}/feed.xml" in written(folder)


def test_init_asks_and_tries_as_it_goes(tmp_path, web):
    said = f"Lark: bikes\nBerln\nEurope/Berlin\n{web}/plain\n{web}/feed.xml\ny\n\n"
    done = run("init", "--ask", folder=tmp_path, said=said)
    assert done.returncode == 0, done.stderr
    assert "Did you mean 'Europe/Berlin'?" in done.stdout
    assert "neither a feed nor a forum" in done.stdout
    config = Workspace.open(tmp_path / "voxpop.yaml").config
    assert (config.company.name, config.company.time_zone) == ("Lark: bikes", "Europe/Berlin")
    assert [one.source for one in config.channels] == ["feed"]
    assert config.audiences == config.staff == ()


def test_init_with_options_asks_nothing(tmp_path, web):
    done = run("init", "--company", "Larkspur", "--listen", f"{web}/feed.xml", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(Workspace.open(tmp_path / "voxpop.yaml").config.channels) == 1
