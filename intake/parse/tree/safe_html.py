"""The HTML of a mail made safe to show: no script, style, form or handler, and nothing that is loaded from afar."""

import re
from html import unescape
from typing import Final

from intake.parse.tree.body import html_of, is_body_text
from intake.parse.tree.long_tags import short_tags
from intake.parse.tree.mime import Part, read_tree

LONGEST: Final = 500_000  # characters that are shown
_DEEPEST = 500  # open elements; a tree of thousands costs the sanitiser quadratic time
_TAGS = {
    "a", "abbr", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_WITH_CONTENT = {
    "script", "style", "title", "head", "template", "noscript", "object", "embed", "applet", "iframe", "frameset",
    "svg", "math", "select", "textarea", "xmp", "noembed", "noframes", "plaintext", "audio", "video", "canvas",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "align", "valign"},
    "th": {"colspan", "rowspan", "align", "valign"},
    "col": {"span"},
    "table": {"border"},
}
_SCHEMES = {"a": ("http:", "https:", "mailto:"), "img": ("cid:",)}
_IMAGE = re.compile(r'<img((?:\s[a-z]+="[^"]*")*)>')
_SOURCE = re.compile(r'\ssrc="')
_ALT = re.compile(r'\salt="([^"]*)"')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "wbr"}


def console_html(raw: bytes) -> str | None:
    """Return the HTML body of a message, safe to show; None when it has none. Never raises."""
    root, _ = read_tree(raw)
    part = _html_part(root)
    return None if part is None else safe_html(html_of(part, part.content))


def safe_html(html: str) -> str:
    """Return the HTML without all that acts or loads. Never raises.

    Links lead to http, https or mail only and carry rel="noopener noreferrer". Pictures are those of the mail
    itself (cid:); in the place of others stands what they are called. What is longer than `LONGEST` characters is
    cut off, and what nests deeper than anybody writes loses its tags.
    """
    import nh3

    kept = short_tags(html[:LONGEST].replace("\0", ""))
    if _too_deep(kept):
        kept = re.sub(r"<[^<>]*>", " ", kept)
    clean = nh3.clean(
        kept,
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto", "cid"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
    shown = _IMAGE.sub(_named, clean)
    return shown if len(html) <= LONGEST else f"{shown}<p>[...]</p>"


def _html_part(root: Part) -> Part | None:
    wanted = (part for part in root.walk() if part.content_type == "text/html")
    return next((part for part in wanted if is_body_text(part, root=part is root, alternative=True)), None)


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if attribute not in {"href", "src"}:
        return value
    return value if value.strip().lower().startswith(_SCHEMES.get(tag, ())) else None


def _named(image: re.Match[str]) -> str:
    """Return a picture of the mail's own as it is; in the place of another its name, as words."""
    if _SOURCE.search(image.group(1)):
        return image.group()
    alt = _ALT.search(image.group(1))
    words = unescape(alt.group(1)).strip() if alt else ""
    plain = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"[{plain}]" if plain else ""


def _too_deep(html: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(html):
        if tag.group(2).lower() not in _EMPTY:
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > _DEEPEST:
            return True
    return False
