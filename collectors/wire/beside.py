"""What a text in HTML or Markdown holds beside its words: where its links lead, pictures and what is said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voxpop.collectors.wire.html_text import unescape

ELEMENT = re.compile(r"<(a|img|video|audio|iframe)\s([^<>]{1,4000})", re.IGNORECASE)
VALUE = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
INSIDE = re.compile(r"\b(?:mention|hashtag|anchor|lightbox|u-url|emoji|avatar|smiley)\b", re.IGNORECASE)
"""Classes of links to people, tags and places of the page itself, and of pictures that stand for a sign or a person."""
MARKDOWN = re.compile(r"!\[([^\]\n]{0,1000})\]\(\s*<?[^)\s]{1,2000}")
FILE_NAME = re.compile(
    r"(?:image|picture|photo|screenshot|screen shot|img|dsc|pxl|grafik|bild|unbenannt|untitled)?[\s\d_.,:()x|%-]*(?:at|um)?[\s\d_.:-]*"
    r"(?:am|pm)?(?:\.\w{2,4})?|\S+\.(?:png|jpe?g|gif|webp|heic|bmp|svg|mp4|mov)",
    re.IGNORECASE,
)
"""What cameras and editors write where nobody described a picture."""
PLAYED = {"video": "video", "audio": "audio", "iframe": "video"}


@dataclass(frozen=True, slots=True)
class Beside:
    """Of one text: addresses, kinds of media (photo, video, audio), descriptions."""

    links: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    alt_text: tuple[str, ...] = ()


NOTHING = Beside()


def beside_html(source: str) -> Beside:
    """What an HTML text holds beside its words."""
    links: dict[str, None] = {}
    media: list[str] = []
    alts: dict[str, None] = {}
    for element in ELEMENT.finditer(source):
        name, attributes = element[1].lower(), element[2]
        told = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in VALUE.finditer(attributes)}
        marked = bool(INSIDE.search(told.get("class", "")))
        if name == "a":
            target = unescape(told.get("href", "")).strip()
            if not marked and target.startswith(("http://", "https://")) and "tag" not in told.get("rel", "").split():
                links[target] = None
        elif name != "img":
            media.append(PLAYED[name])
        elif not marked:
            media.append("photo")
            if (alt := described(unescape(told.get("alt", "")))) is not None:
                alts[alt] = None
    return Beside(tuple(links), tuple(media), tuple(alts)) if links or media else NOTHING


def beside_markdown(source: str) -> Beside:
    """The pictures of a Markdown text, and those that it writes as HTML; its links stand in the text as they are."""
    if "![" not in source and "<" not in source:
        return NOTHING
    found = [match[1].partition("|")[0] for match in MARKDOWN.finditer(source)]
    alts = {alt: None for told in found if (alt := described(told)) is not None}
    html = beside_html(source) if "<" in source else NOTHING
    media = (*(["photo"] * len(found)), *html.media)
    return Beside((), media, tuple(dict.fromkeys((*alts, *html.alt_text)))) if media else NOTHING


def described(alt: str) -> str | None:
    """The description, where somebody wrote one: no file's name, no 'image'."""
    alt = alt.strip()
    return None if not alt or FILE_NAME.fullmatch(alt) else alt
