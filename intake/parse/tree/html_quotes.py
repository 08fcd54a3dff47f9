"""What of an HTML mail is quoted or a signature, as the mail programs mark it in classes, ids and styles."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from intake.parse.new_words.attribution import introduces
from intake.parse.new_words.copied_headers import header_kind
from intake.parse.new_words.reply_words import FORWARDING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# Gmail, Thunderbird, Yahoo, Zimbra, Outlook for Mac: elements other than <blockquote> that hold older words only.
_OLDER = re.compile(r"gmail_attr|moz-cite-prefix|yahoo_quoted|__QUOTED_TEXT__|__HEADERS__|OLK_SRC_BODY_SECTION")
_QUOTING = re.compile(r"quote|cite|moz-|replied", re.IGNORECASE)
_SIGNING = re.compile(
    r"(?:^| )(?:(?:x_)?gmail_signature|moz-signature|(?:x_)?signature|applemailsignature\w*|"
    r"ms-outlook-mobile-signature|"
    r"(?:\w+[-_]){1,3}signature|protonmail_signature_block|"
    r"lineBreakAtBeginningOfSignature|zmail_signature\w*|signature_old|__sig_p\w+__|kmail_signature)(?: |$)",
    re.IGNORECASE,
)
_MARKING = re.compile(f"{_OLDER.pattern}|signature|__sig_p|border-top", re.IGNORECASE)
_DRAWN = re.compile(r"border-left(?:-width)?:(?!none|0|medium none)")
_RULED = re.compile(r"border-top:(?:solid)?#?[\w(),]*1\.0pt|border-top:solid", re.IGNORECASE)
_LONGEST_SIGNATURE = 1500
_SEEN = 400  # characters that tell a forward
_MOST_STEPS = 40
_MOST_NODES = 300


def marks(values: Iterable[str | None]) -> bool:
    """Whether anything in the values of an element's attributes makes a closer look worth its time."""
    return _MARKING.search(" ".join(filter(None, values))) is not None


def quote_depth(node: "LexborNode", above: str) -> int:
    """1 for an element that holds what somebody wrote before, else 0; `above` is the line of text before it."""
    attributes = node.attributes
    if node.tag != "blockquote":
        if not attributes or not _OLDER.search(_names(attributes)):
            return 0
        begins = _text(node)
        return int(not FORWARDING.search(begins[:_SEEN]) and not _known_header(begins))
    if "cite" in attributes or (attributes.get("type") or "").lower() == "cite":
        return 1
    style = (attributes.get("style") or "").replace(" ", "").lower()
    around = "" if node.parent is None else _names(node.parent.attributes)
    if _QUOTING.search(f"{_names(attributes)} {around}") or (_DRAWN.search(style) and "border:none" not in style):
        return 1
    return int(introduces(above))


def is_signature(node: "LexborNode") -> bool:
    """Whether a mail program put the element there as the writer's signature, and no words of the letter follow it."""
    attributes = node.attributes
    if not attributes or not _SIGNING.search(_names(attributes)):
        return False
    text = _text(node).strip()
    return 0 < len(text) < _LONGEST_SIGNATURE and not text.startswith("--") and not _words_follow(node)


def is_ruled(node: "LexborNode") -> bool:
    """Whether a line is drawn above the element, as Outlook does above what it quotes."""
    style = (node.attributes.get("style") or "").replace(" ", "").lower()
    return "border:none" in style and _RULED.search(style) is not None


def _names(attributes: dict[str, str | None]) -> str:
    return " ".join(attributes.get(name) or "" for name in ("class", "id", "data-marker"))


def _text(node: "LexborNode") -> str:
    """Return the first words within the element; no more are read, as elements nest thousands deep."""
    parts: list[str] = []
    length = 0
    for below in islice(node.traverse(include_text=True), _MOST_NODES):
        if below.is_text_node and below.text_content:
            parts.append(below.text_content)
            length += len(below.text_content)
        if length > 2 * _LONGEST_SIGNATURE:
            break
    return " ".join(parts)


def _known_header(text: str) -> bool:
    return bool(header_kind(text.strip()[:60]))


def _words_follow(node: "LexborNode") -> bool:
    """Whether words that are neither quoted nor copied headers stand below the element."""
    steps = 0
    around: LexborNode | None = node
    while around is not None and around.tag not in {"body", "html"}:
        after = around.next
        while after is not None and steps < _MOST_STEPS:
            steps += 1
            words = (after.text_content or "").strip() if after.is_text_node else _text(after).strip()
            if words or after.tag in {"hr", "blockquote"}:
                return not _older(after, words)
            after = after.next
        around = around.parent
    return False


def _older(node: "LexborNode", words: str) -> bool:
    if node.is_text_node:
        return words.endswith(":")
    names = _names(node.attributes)
    if node.tag in {"hr", "blockquote"} or _OLDER.search(names) or _QUOTING.search(names) or "RplyFwd" in names:
        return True
    first = words[:_SEEN]
    return bool(_known_header(first)) or first.startswith(("--", "__")) or introduces(first[:200]) or is_ruled(node)
