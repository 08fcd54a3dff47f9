"""Rendered text laid out for a small screen and an old terminal: paragraphs and items of at most 72 columns."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from intake.render.instants import MARKS

WIDTH = 72
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_DROPPED = _DIRECTION | MARKS  # no stranger sets a mark of ours


def laid_out(text: str, width: int | None = WIDTH) -> str:
    """Return `text` in lines of at most 72 columns; with no width each paragraph and item is one line.

    Lines flow together up to an empty line or a line that begins with "- ", which is an item; items follow one
    another without an empty line, however they were rendered. Runs of blanks count as one; a no-break space holds
    its neighbours on one line and comes out as a blank. Only a word longer than a line sticks out.
    """
    items = [item for block in _EMPTY_LINE.split(text) if block.strip() for item in _items(block)]
    lines = [_filled(item, width) for item in items[:1]]
    for last, item in pairwise(items):
        filled = _filled(item, width)
        lines += [filled] if _is_item(last) and _is_item(item) else ["", filled]
    return "".join(f"{line}\n" for line in lines)


def _is_item(text: str) -> bool:
    return text.startswith("- ")


def _items(block: str) -> Iterator[str]:
    item = ""
    for line in block.strip().splitlines():
        if _is_item(line.lstrip()) and item:
            yield item
            item = ""
        item = f"{item} {line.strip()}" if item else line.strip()
    yield item


def _filled(item: str, width: int | None) -> str:
    hanging = "  " if _is_item(item) else ""
    words = _BLANK.sub(" ", item)
    if width is None:
        return words.replace("\N{NO-BREAK SPACE}", " ")
    lines = textwrap.fill(
        words, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False, expand_tabs=False
    )
    return lines.replace("\N{NO-BREAK SPACE}", " ")


def one_line(text: str, longest: int) -> str:
    """Return a stranger's words as one harmless line: no control or direction character, cut to `longest`."""
    kept = "".join(" " if _breaks(character) else character for character in text if character not in _DROPPED)
    line = " ".join(kept.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def many_lines(text: str) -> str:
    """Return a person's words with their line breaks and no other control or direction character.

    No empty line at either end, never two in a row; every line ends with a line feed, "" stays "".
    """
    lines = [_harmless(line).rstrip() for line in text.splitlines()]
    kept = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return f"{kept}\n" if kept else ""


def _breaks(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp", "Zs")


def _harmless(line: str) -> str:
    """Return a line with its blanks as they stand: code and tables in a reply keep their shape."""
    kept = line.expandtabs(4).replace("\N{NO-BREAK SPACE}", " ")
    return "".join("" if character in _DROPPED else " " if _breaks(character) else character for character in kept)
