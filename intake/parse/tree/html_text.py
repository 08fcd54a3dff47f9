"""HTML mail as text that reads well: lists, tables, links and quotes keep their shape."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from intake.parse.tree.html_depth import too_deep
from intake.parse.tree.html_quotes import is_ruled, is_signature, marks, quote_depth
from intake.parse.tree.html_writer import Writer, one_spaced, tidy

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

Act = Callable[["LexborNode", Writer], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What an element of one name does to the lines, on entering it and on leaving it."""

    skip: bool
    block: bool
    airy: bool
    may_quote: bool
    is_quote: bool
    is_rule: bool
    enter: Act | None
    leave: Act | None


@dataclass(slots=True)
class _Walk:
    """A walk through one tree: what was found out about its names and attributes is not found out again."""

    writer: Writer
    hides: bool
    kinds: dict[int, _Kind] = field(default_factory=dict)
    marked: dict[tuple[str | None, ...], bool] = field(default_factory=dict)

    def through(self, root: "LexborNode") -> None:
        """Enter and leave each node, without recursion: mail nests thousands deep."""
        above: list[_Kind] = []
        node: LexborNode | None = root
        while node is not None:
            child = self._entered(node, above)
            node = child if child is not None else self._next(node, above)

    def _next(self, node: "LexborNode", above: list[_Kind]) -> "LexborNode | None":
        """Return the node behind one that was left, and leave the elements that end there; None at the end of all."""
        while above:
            after = node.next
            if after is not None:
                return after
            parent = node.parent
            if parent is None:
                return None
            node = parent
            _leave(node, above.pop(), self.writer)
        return None

    def _entered(self, node: "LexborNode", above: list[_Kind]) -> "LexborNode | None":
        """Enter a node; return its first child, None where it was left again at once."""
        if node.is_text_node:
            self.writer.text(node.text_content or "")
            return None
        if not node.is_element_node:
            return None
        kind = self.kinds.get(node.tag_id)
        if kind is None:
            kind = self.kinds[node.tag_id] = _kind(node.tag or "")
        self._enter(node, kind)
        child = None if kind.skip or (self.hides and _hidden(node)) else node.first_child
        if child is None:
            _leave(node, kind, self.writer)
        else:
            above.append(kind)
        return child

    def _enter(self, node: "LexborNode", kind: _Kind) -> None:
        writer = self.writer
        if kind.block:
            writer.block(airy=kind.airy and not writer.lists and not writer.cells)
            if kind.is_rule:
                writer.rule()
        if kind.may_quote and (kind.is_quote or (not writer.quotes and self._may_mark(node))):
            _set_apart(node, writer)
        if kind.enter is not None:
            kind.enter(node, writer)

    def _may_mark(self, node: "LexborNode") -> bool:
        """Tell whether anything in an element's attributes makes a closer look worth its time."""
        attributes = node.attributes
        if not attributes:
            return False
        values = tuple(attributes.values())
        known = self.marked.get(values)
        if known is None:
            known = self.marked[values] = marks(values)
        return known


def html_to_text(html: str) -> str:
    """Return the words of the HTML as plain text; scripts, styles and hidden parts are left out. Never raises."""
    from selectolax.lexbor import LexborHTMLParser, SelectolaxError

    if too_deep(html):
        return _tags_dropped(html)
    html = html.replace("\x00", "")
    try:
        root = LexborHTMLParser(html).root
    except (SelectolaxError, ValueError, RuntimeError):
        root = None
    if root is None:
        return _tags_dropped(html)
    writer = Writer()
    _Walk(writer, hides="display" in html.lower() or "&#" in html).through(root)
    writer.block(airy=False)
    return tidy(writer.lines)


def _tags_dropped(html: str) -> str:
    return tidy([one_spaced(line) for line in unescape(re.sub(r"<[^<>]*>", "\n", html)).split("\n")])


def _kind(tag: str) -> _Kind:
    return _Kind(
        skip=tag in _SKIP,
        block=tag in _BLOCK,
        airy=tag in _AIRY,
        may_quote=tag in _MAY_QUOTE,
        is_quote=tag == "blockquote",
        is_rule=tag == "hr",
        enter=_ENTER.get(tag),
        leave=_LEAVE.get(tag),
    )


def _hidden(node: "LexborNode") -> bool:
    style = node.attributes.get("style") or ""
    return "display:none" in style.replace(" ", "").lower()


def _set_apart(node: "LexborNode", writer: Writer) -> None:
    """Begin quote marks, a ruled line or a signature where the mail program marked the element so."""
    if quote_depth(node, writer.above()):
        writer.block(airy=False)
        writer.quoting.append(node.mem_id)
        writer.quotes += 1
    elif is_ruled(node):
        writer.rule()
    elif writer.above() not in {"", "--"} and is_signature(node):
        writer.block(airy=False)
        writer.lines.append("-- ")


def _leave(node: "LexborNode", kind: _Kind, writer: Writer) -> None:
    if kind.block:
        writer.block(airy=False)
    if writer.quoting and writer.quoting[-1] == node.mem_id:
        writer.block(airy=False)
        writer.quoting.pop()
        writer.quotes -= 1
    if kind.leave is not None:
        kind.leave(node, writer)
    if kind.airy and not writer.lists and not writer.cells:
        writer.block(airy=True)


def _enter_pre(_node: "LexborNode", writer: Writer) -> None:
    writer.pre += 1


def _leave_pre(_node: "LexborNode", writer: Writer) -> None:
    writer.pre -= 1


def _leave_list(_node: "LexborNode", writer: Writer) -> None:
    writer.lists.pop()


def _leave_cell(_node: "LexborNode", writer: Writer) -> None:
    writer.cells -= 1


_ENTER: Mapping[str, Act] = {
    "br": lambda _node, writer: writer.line_end(),
    "pre": _enter_pre,
    "ul": lambda _node, writer: writer.lists.append(0),
    "ol": lambda _node, writer: writer.lists.append(1),
    "li": lambda _node, writer: writer.bullet(),
    "a": lambda node, writer: writer.links.append((node.attributes.get("href") or "", len(writer.parts))),
    "td": lambda _node, writer: writer.cell(),
    "th": lambda _node, writer: writer.cell(),
    "img": lambda node, writer: writer.text(node.attributes.get("alt") or ""),
}
_LEAVE: Mapping[str, Act] = {
    "pre": _leave_pre,
    "ul": _leave_list,
    "ol": _leave_list,
    "a": lambda _node, writer: writer.link_end(),
    "td": _leave_cell,
    "th": _leave_cell,
}
