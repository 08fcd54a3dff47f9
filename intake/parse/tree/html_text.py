"""HTML mail as text that reads well: lists, tables, links and quotes keep their shape."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from intake.parse.tree.html_quotes import is_ruled, is_signature, may_mark, quote_depth

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SKIP = {"script", "style", "head", "title", "template", "noscript", "object", "svg", "select", "textarea", "iframe"}
_BLOCK = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_AIRY = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table", "dl"}
_MAY_QUOTE = {"blockquote", "div", "section", "span", "pre", "p", "table"}
_SPACE = re.compile(r"[ \t\r\n\f]+")
_NEXT_CELL = " | "
_NESTING = re.compile(
    r"<(/?)(?:a|address|article|aside|b|big|blockquote|center|details|dir|div|dl|em|fieldset|figure|font|footer|form|"
    r"header|i|main|menu|nav|ol|pre|s|section|small|span|strong|table|u|ul)\b",
    re.IGNORECASE,
)
_DEEPEST = 2000


@dataclass
class _Writer:
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
        if self.pre:
            first, *rest = content.replace("\r\n", "\n").split("\n")
            self.parts.append(first)
            for line in rest:
                self.line_end()
                self.parts.append(line)
            return
        content = _SPACE.sub(" ", content)
        if content.startswith(" ") and (not self.parts or self.parts[-1].endswith(" ")):
            content = content[1:]
        if content:
            self.parts.append(content)

    def line_end(self) -> None:
        line = "".join(self.parts)
        self.lines.append(self._marked(line if self.pre else line.strip(" ")))
        self.parts = []

    def block(self, *, airy: bool) -> None:
        if self.cells and self.parts and self.parts[-1] == _NEXT_CELL:
            return
        if self.begun():
            self.line_end()
        else:
            self.parts = []
        if airy and self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._marked(""))

    def rule(self) -> None:
        """Draw a line from side to side."""
        self.lines.append(self._marked("-" * 32))

    def above(self) -> str:
        """Return the last line with words on it; "" where there is none near."""
        if self.begun():
            return "".join(self.parts[-20:]).strip()
        return next((line.strip() for line in reversed(self.lines[-6:]) if line.strip()), "")

    def begun(self) -> bool:
        """Whether the line has words on it."""
        return any(part.strip(" ") for part in self.parts)

    def _marked(self, line: str) -> str:
        return f"{'>' * self.quotes} {line}".rstrip() if self.quotes else line.rstrip()


def html_to_text(html: str) -> str:
    """Return the words of the HTML as plain text; scripts, styles and hidden parts are left out. Never raises."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    if _too_deep(html):
        return _tags_dropped(html)
    try:
        root = LexborHTMLParser(html.replace("\x00", "")).root
    except (SelectolaxError, ValueError, RuntimeError):
        root = None
    if root is None:
        return _tags_dropped(html)
    writer = _Writer()
    for node, entering in _steps(root):
        if node.is_text_node:
            writer.text(node.text_content or "")
        elif entering:
            _enter(node, writer)
        else:
            _leave(node, writer)
    writer.block(airy=False)
    return _tidy(writer.lines)


def _too_deep(html: str) -> bool:
    """Spare the tree builder: elements nested thousands deep cost it quadratic time, and no one writes them."""
    depth = 0
    for tag in _NESTING.finditer(html):
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _tags_dropped(html: str) -> str:
    return _tidy([_SPACE.sub(" ", line) for line in unescape(re.sub(r"<[^<>]*>", "\n", html)).split("\n")])


def _steps(root: "LexborNode") -> Iterator[tuple["LexborNode", bool]]:
    """Each node on entering and on leaving, without recursion: mail nests thousands deep."""
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        yield node, entering
        if not entering or node.is_text_node:
            continue
        stack.append((node, False))
        child = None if _hidden(node) else node.last_child
        while child is not None:
            if child.is_text_node or child.is_element_node:
                stack.append((child, True))
            child = child.prev


def _hidden(node: "LexborNode") -> bool:
    if (node.tag or "") in _SKIP:
        return True
    style = (node.attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style


def _enter(node: "LexborNode", writer: _Writer) -> None:
    tag = node.tag or ""
    if tag in _BLOCK:
        _enter_block(tag, writer)
    if tag in _MAY_QUOTE:
        _set_apart(node, writer)
    match tag:
        case "br":
            writer.line_end()
        case "pre":
            writer.pre += 1
        case "ul" | "ol":
            writer.lists.append(0 if tag == "ul" else 1)
        case "li":
            _bullet(writer)
        case "a":
            writer.links.append((node.attributes.get("href") or "", len(writer.parts)))
        case "td" | "th":
            _cell(writer)
        case "img":
            writer.text(node.attributes.get("alt") or "")


def _set_apart(node: "LexborNode", writer: _Writer) -> None:
    """Begin quote marks, a ruled line or a signature where the mail program marked the element so."""
    if node.tag != "blockquote" and (writer.quotes or not may_mark(node)):
        return
    if quote_depth(node, writer.above()):
        writer.block(airy=False)
        writer.quoting.append(node.mem_id)
        writer.quotes += 1
    elif is_ruled(node):
        writer.rule()
    elif writer.above() not in {"", "--"} and is_signature(node):
        writer.block(airy=False)
        writer.lines.append("-- ")


def _enter_block(tag: str, writer: _Writer) -> None:
    writer.block(airy=tag in _AIRY and not writer.lists and not writer.cells)
    if tag == "hr":
        writer.rule()


def _leave(node: "LexborNode", writer: _Writer) -> None:
    tag = node.tag or ""
    if tag in _BLOCK:
        writer.block(airy=False)
    if writer.quoting and writer.quoting[-1] == node.mem_id:
        writer.block(airy=False)
        writer.quoting.pop()
        writer.quotes -= 1
    match tag:
        case "pre":
            writer.pre -= 1
        case "ul" | "ol":
            writer.lists.pop()
        case "a":
            _link(writer)
        case "td" | "th":
            writer.cells -= 1
    if tag in _AIRY and not writer.lists and not writer.cells:
        writer.block(airy=True)


def _bullet(writer: _Writer) -> None:
    depth = max(len(writer.lists) - 1, 0)
    mark = "- "
    if writer.lists and writer.lists[-1]:
        mark = f"{writer.lists[-1]}. "
        writer.lists[-1] += 1
    writer.parts.append("\u2007" * 2 * min(depth, 20) + mark)


def _cell(writer: _Writer) -> None:
    """Cells of a row stand on one line; a cell that holds blocks of its own opens lines as they come."""
    if writer.begun():
        writer.parts.append(_NEXT_CELL)
    writer.cells += 1


def _link(writer: _Writer) -> None:
    """Return the address behind the words, unless the words are the address."""
    href, start = writer.links.pop()
    target = href.strip().removeprefix("mailto:")
    shown = "".join(writer.parts[start:]).strip()
    if href.lower().startswith(("http:", "https:", "mailto:")) and target.rstrip("/") not in shown.rstrip("/"):
        writer.parts.append(f" <{target}>" if shown else f"<{target}>")


def _tidy(lines: list[str]) -> str:
    """No more than one empty line in a row, none at the ends, indents and hard spaces as plain spaces."""
    out: list[str] = []
    for line in lines:
        plain = line.replace("\u2007", " ").replace("\xa0", " ").rstrip()
        if plain.strip() or (out and out[-1].strip()):
            out.append(plain)
    while out and not out[-1].strip():
        out.pop()
    return "\n".join(out)
