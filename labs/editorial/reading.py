"""Reads the main part of a rendered page: headings, pictures, links, running text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {
    "img",
    "br",
    "hr",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "area",
    "col",
    "embed",
    "track",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TEXT = {"p", "li", "dd"}
RUNNING = {"body", "prose", "step", "mistake", "callout"}
# Cards repeat what stands elsewhere.
SKIPPED = {"card", "row", "site-nav", "breadcrumbs", "chapter__nav", "languages", "pagination"}


@dataclass(slots=True)
class Link:
    """A link with its words."""

    href: str
    text: str = ""


@dataclass(slots=True)
class Read:
    """What stands on a page."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    pictures: list[tuple[str, str | None]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the running text, one part a line."""
        return "\n".join(text.strip() for text in self.texts if text.strip())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()
        self.stack: list[tuple[str, set[str]]] = []
        self.link: Link | None = None

    @property
    def _in_main(self) -> bool:
        return any(tag == "main" for tag, _classes in self.stack)

    def _within(self, names: set[str]) -> bool:
        return any(classes & names for _tag, classes in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.stack.append((tag, set((given.get("class") or "").split())))
        if not self._in_main or self._within(SKIPPED):
            return
        if tag in HEADINGS:
            self.read.headings.append((int(tag[1]), ""))
        elif tag == "img":
            self.read.pictures.append((given.get("src") or "", given.get("alt")))
        elif tag == "a" and given.get("href"):
            self.link = Link(given["href"] or "")
            self.read.links.append(self.link)
        elif tag in TEXT:
            self.read.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.link = None
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place][0] == tag:
                del self.stack[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._in_main or self._within(SKIPPED):
            return
        tags = {tag for tag, _classes in self.stack}
        if tags & HEADINGS and self.read.headings:
            level, text = self.read.headings[-1]
            self.read.headings[-1] = (level, text + data)
        elif tags & TEXT and self.read.texts and self._within(RUNNING):
            self.read.texts[-1] += data
        if self.link is not None:
            self.link.text += data


def read_page(html: str) -> Read:
    """Return what stands in the main part of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.read
