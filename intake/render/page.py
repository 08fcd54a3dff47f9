"""A laid-out letter as a small HTML page that says the same, word for word: paragraphs and lists, nothing remote."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

# No colour is named: the reader's own light or dark scheme holds. No image, table, script or remote address.
_STYLE = (
    "max-width:38em;margin:0 auto;padding:1em;font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;"
    "font-size:1em;line-height:1.5;overflow-wrap:anywhere"
)
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>:root {{ color-scheme: light dark }}</style>
<title>{title}</title>
</head>
<body>
<div role="article" lang="{language}" style="{style}">
{content}
</div>
</body>
</html>
"""
_EMPTY_LINES = re.compile(r"\n[ \t]*\n+")
_ENDS = "\n"
_GAP = re.compile(r"^ +|  +")
_ITEM = re.compile(r"^- ", re.MULTILINE)
_HYPHENED = re.compile(r"\+?\b\d{1,4}(?:[-/]\d{1,4}){1,4}\b")
_LINKED = re.compile(r"(?P<words>.*\S)\s*:\s+(?P<address>\S+)", re.DOTALL)


def page(title: str, language: str, content: str) -> str:
    """Return the page around `content`, which is HTML already; `title` is text."""
    return _PAGE.format(language=escape(language), title=escape(title), style=_STYLE, content=content)


def flowed(body: str, links: tuple[str, ...] = ()) -> str:
    """Return laid-out text as HTML: its lines flow again, items make a list.

    An item or paragraph that ends in ": " and one of `links` becomes that link, named by the words before it.
    """
    blocks = [block for block in _EMPTY_LINES.split(body) if block.strip()]
    pieces = [piece for block in blocks for piece in _pieces(block)]
    return "\n".join(_element(kind, list(texts), links) for kind, texts in _grouped(pieces))


def kept(text: str) -> str:
    """Return text whose line breaks and blanks its writer meant as HTML."""
    blocks = [block for block in _EMPTY_LINES.split(text) if block.strip()]
    return "\n".join(f"<p>{'<br>'.join(map(_line, block.strip(_ENDS).splitlines()))}</p>" for block in blocks)


def _line(line: str) -> str:
    """Return a line with its indentation and gaps held, which HTML would close up."""
    return _GAP.sub(lambda gap: "&nbsp;" * len(gap.group()), _words(line))


def _pieces(block: str) -> Iterator[tuple[str, str]]:
    """Yield ("p" or "li", text) for a paragraph or each item of a list."""
    if not block.startswith("- "):
        yield "p", block
        return
    for item in _ITEM.split(block)[1:]:
        yield "li", item


def _grouped(pieces: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for kind, group in groupby(pieces, key=lambda piece: piece[0]):
        yield kind, [text for _, text in group]


def _element(kind: str, texts: list[str], links: tuple[str, ...]) -> str:
    lines = "\n".join(f"<{kind}>{_linked(text, links)}</{kind}>" for text in texts)
    return f"<ul>\n{lines}\n</ul>" if kind == "li" else lines


def _linked(text: str, links: tuple[str, ...]) -> str:
    match = _LINKED.fullmatch(text.strip())
    if match is None or match["address"] not in links:
        return _held(" ".join(text.split()))
    return f'<a href="{escape(match["address"])}">{_words(" ".join(match["words"].split()))}</a>'


def _words(text: str) -> str:
    return escape(text, quote=False)


def _held(text: str) -> str:
    """Return words as HTML; figures joined by hyphens, such as 24-48, stay on one line."""
    return _HYPHENED.sub(lambda figures: f'<span style="white-space:nowrap">{figures.group()}</span>', _words(text))
