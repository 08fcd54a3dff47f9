"""The text of an HTML letter, taken out of it the standard library's way."""

from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "li", "div", "ul", "h1", "h2", "h3", "title", "table", "tr", "td", "blockquote"})
_UNSHOWN = frozenset({"style", "script", "head"})
_READ_OUT = frozenset({"alt", "title", "aria-label", "placeholder", "value"})


class _Text(HTMLParser):
    """Gathers what a reader sees, and apart from it what a screen reader may say: titles and labels."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self.aside: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.aside += [value for name, value in attrs if value and name in _READ_OUT]
        if tag in _BLOCKS:
            self.shown.append("\n\n")
        if tag == "br":
            self.shown.append("\n")
        if tag in _UNSHOWN or tag == "title":
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.shown.append("\n\n")
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._inside:
            self.aside.append(data)
        elif not self._inside:
            self.shown.append(data)


def page_text(html: str) -> tuple[str, tuple[str, ...]]:
    """Return what a page shows, blocks apart by an empty line, and what it may say beside: its title and labels."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    return "".join(parser.shown).strip(), tuple(parser.aside)
