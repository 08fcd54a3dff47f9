"""Lines of plain text as they grow out of HTML: blocks, quote marks, lists, cells and links."""

import re
from dataclasses import dataclass, field

_SPACE = re.compile(r"[ \t\r\n\f]+")
_NEXT_CELL = " | "
_NEAR = 20  # parts of a line that are looked at
_INDENT = "\u2007" * 2
_DEEPEST_LIST = 20


@dataclass(slots=True)
class Writer:
    """Lines as they grow; `quotes` is how many quote marks each line gets."""

    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    quotes: int = 0
    quoting: list[int] = field(default_factory=list)
    pre: int = 0
    cells: int = 0

    def text(self, content: str) -> None:
        """Write words; runs of white space are one space outside of <pre>."""
        if self.pre:
            self._kept(content)
            return
        if "\n" in content or "  " in content or "\r" in content or "\t" in content or "\f" in content:
            content = _SPACE.sub(" ", content)
        if content.startswith(" ") and (not self.parts or self.parts[-1].endswith(" ")):
            content = content[1:]
        if content:
            self.parts.append(content)

    def line_end(self) -> None:
        """End the line."""
        line = "".join(self.parts)
        self.lines.append(self._marked(line if self.pre else line.strip(" ")))
        self.parts = []

    def block(self, *, airy: bool) -> None:
        """Begin or end a block: a line of its own, after an empty one where it is airy."""
        if self.cells and self.parts and self.parts[-1] == _NEXT_CELL:
            return
        if self.begun():
            self.line_end()
        elif self.parts:
            self.parts = []
        if airy and self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._marked(""))

    def rule(self) -> None:
        """Draw a line from side to side."""
        self.lines.append(self._marked("-" * 32))

    def above(self) -> str:
        """Return the last line with words on it; "" where there is none near."""
        if self.begun():
            return "".join(self.parts[-_NEAR:]).strip()
        return next((line.strip() for line in reversed(self.lines[-6:]) if line.strip()), "")

    def begun(self) -> bool:
        """Whether the line has words on it."""
        for part in self.parts:  # noqa: SIM110 - asked at both ends of each element, where a generator costs the double
            if part.strip(" "):
                return True
        return False

    def bullet(self) -> None:
        """Begin an item of the innermost list."""
        depth = max(len(self.lists) - 1, 0)
        mark = "- "
        if self.lists and self.lists[-1]:
            mark = f"{self.lists[-1]}. "
            self.lists[-1] += 1
        self.parts.append(_INDENT * min(depth, _DEEPEST_LIST) + mark)

    def cell(self) -> None:
        """Begin a cell: those of a row stand on one line; one that holds blocks opens lines as they come."""
        if self.begun():
            self.parts.append(_NEXT_CELL)
        self.cells += 1

    def link_end(self) -> None:
        """Write the address behind the words of a link, unless the words are the address."""
        href, start = self.links.pop()
        if not href.lower().startswith(("http:", "https:", "mailto:")):
            return
        target = href.strip().removeprefix("mailto:")
        shown = "".join(self.parts[start:]).strip()
        if target.rstrip("/") not in shown.rstrip("/"):
            self.parts.append(f" <{target}>" if shown else f"<{target}>")

    def _kept(self, content: str) -> None:
        """Write words of <pre>, each line by itself."""
        first, *rest = content.replace("\r\n", "\n").split("\n")
        self.parts.append(first)
        for line in rest:
            self.line_end()
            self.parts.append(line)

    def _marked(self, line: str) -> str:
        return f"{'>' * self.quotes} {line}".rstrip() if self.quotes else line.rstrip()


def tidy(lines: list[str]) -> str:
    """Return lines as text: no more than one empty line in a row, none at the ends, indents as plain spaces."""
    out: list[str] = []
    for line in lines:
        plain = line.replace("\u2007", " ").replace("\xa0", " ").rstrip()
        if plain or (out and out[-1]):
            out.append(plain)
    while out and not out[-1]:
        out.pop()
    return "\n".join(out)


def one_spaced(line: str) -> str:
    """Return a line with each run of white space as one space."""
    return _SPACE.sub(" ", line)
