"""Mark-up: which stretches of a text are the article. HTML, Markdown, front matter and unrelated headlines.

All of it works on offsets of the text as it is; nothing is rewritten.
"""

import html
import json
import re
from html.parser import HTMLParser

from autarky.claims.folding import Piece, fold

_TAG = re.compile(
    r"</?(?:p|div|span|br|a|strong|em|b|i|img|h[1-6]|ul|li|table|td|body|html|article|section)\b[^<>]*>", re.I
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "nav",
        "footer",
        "aside",
        "noscript",
        "template",
        "svg",
        "form",
        "select",
        "button",
        "head",
        "iframe",
        "object",
    ]
)
_UNRELATED = re.compile(
    r"relate|recommend|sidebar|comment|share|breadcrumb|(?:^|[-_ ])(?:menu|nav|footer|promo|advert|ads?|tags)(?:$|[-_ ])|subscri|newsletter",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "table",
        "tr",
        "td",
        "th",
        "section",
        "article",
        "blockquote",
        "figure",
        "figcaption",
        "header",
        "main",
        "dd",
        "dt",
        "hr",
        "pre",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_DATED = frozenset(
    [
        "article:published_time",
        "datepublished",
        "date",
        "pubdate",
        "publishdate",
        "dc.date",
        "dc.date.issued",
        "og:published_time",
        "publish_date",
    ]
)
_MARKS = re.compile(
    r"!\[[^\]\n]*\](?:\([^)\n]*\))?(?:\(\))?|\]\([^)\n]*\)|^[ \t]*#{1,6}[ \t]+|\*\*|__|^[ \t]*[>*+-][ \t]+|\[(?=[^\]\n]*\]\()",
    re.M,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'，。）)\]]+|[\w.+-]+@[\w-]+\.[\w.-]+")
_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Does the text hold mark-up (three tags are no accident)?"""
    return sum(1 for _, _match in zip(range(3), _TAG.finditer(text), strict=False)) == 3


class _Page(HTMLParser):
    """Collects the pieces of the article and the day it says it was published."""

    def __init__(self, text: str, start: int, chinese: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.text, self.chinese = text, chinese
        self.lines = [start, *(start + m.end() for m in re.finditer("\n", text[start:]))]
        self.pieces: list[Piece] = []
        self.published: str | None = None
        self.open: list[tuple[str, bool]] = []  # element, is it left out
        self.ld = False
        self.feed(text[start:])
        self.close()

    def at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    @property
    def hidden(self) -> bool:
        return any(skipped for _, skipped in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = self.at()
        given = {k: v or "" for k, v in attrs}
        if tag in _BLOCKS:
            self.pieces.append(Piece("\n", at, at + len(self.get_starttag_text() or "<")))
        if tag == "meta":
            key = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
            if key in _DATED:
                self.published = self.published or given.get("content")
        if tag == "time":
            self.published = self.published or given.get("datetime")
        self.ld = tag == "script" and "ld+json" in given.get("type", "")
        if tag not in _VOID:
            labels = f"{given.get('class', '')} {given.get('id', '')}"
            unrelated = tag in ("div", "section", "ul", "ol", "p", "table") and bool(
                _UNRELATED.search(labels)
            )
            hidden = "display:none" in given.get("style", "").replace(" ", "")
            self.open.append((tag, tag in _SKIPPED or unrelated or hidden))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append(Piece("\n", self.at(), self.at() + len(tag) + 3))
        for k in range(len(self.open) - 1, -1, -1):
            if self.open[k][0] == tag:
                del self.open[k:]
                break
        self.ld = False

    def handle_data(self, data: str) -> None:
        if self.ld and not self.published:
            self.published = _published_ld(data)
        if not self.hidden:
            self.pieces += fold(self.text, self.at(), self.at() + len(data), chinese=self.chinese)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        at = self.at()
        end = at + len(written) + (self.text[at + len(written) : at + len(written) + 1] == ";")
        if not self.hidden:
            known = html.unescape(written + ";")
            folded = (
                "".join(p.folded for p in fold(known, chinese=self.chinese))
                if known != written + ";"
                else written
            )
            self.pieces.append(Piece(folded, at, end))


def _published_ld(data: str) -> str | None:
    try:
        found = json.loads(data)
    except (json.JSONDecodeError, RecursionError):
        return None
    for entry in found if isinstance(found, list) else [found]:
        if isinstance(entry, dict) and isinstance(entry.get("datePublished"), str):
            return str(entry["datePublished"])
    return None


def article(text: str, *, chinese: bool, markup: str | None) -> tuple[list[Piece], str | None]:
    """Return the folded pieces of the article in a file, and the day of publication that its mark-up says.

    markup : `html`, `markdown`, `text`, or None to look.
    """
    pieces: list[Piece] = []
    published, body = None, 0
    if front := _FRONT.match(text):
        body = front.end()
        for line in re.finditer(
            r"^(title|date|published)\s*:[ \t]*(.*?)\r?$", front[1], re.MULTILINE | re.IGNORECASE
        ):
            if line[1].lower() == "title":
                at = front.start(1) + line.start()
                end = front.start(1) + line.end()
                pieces += [*fold(text, at, end, chinese=chinese), Piece("\n", end, end + 1)]
            else:
                published = line[2].strip("'\" ")
    if markup == "html" or (markup is None and is_html(text)):
        page = _Page(text, body, chinese)
        return pieces + page.pieces, published or page.published
    at = body
    for mark in _MARKS.finditer(text, body) if markup != "pdf" else ():
        pieces += fold(text, at, mark.start(), chinese=chinese)
        at = mark.end()
    return pieces + fold(text, at, chinese=chinese), published


def blanked(folded: str) -> str:
    """Return the folded text with addresses of pages and mailboxes as blanks of the same length."""
    return _ADDRESS.sub(lambda m: " " * len(m[0]), folded)
