"""The words of a message whose `text` is empty: its rich text and blocks, written as Slack's markup."""

from collections.abc import Iterator, Mapping
from typing import Any

from intake.parse.slack.fields import escaped, tables, text_of

_DEEPEST = 12
_FENCE = "```"


def said_in(message: Mapping[str, Any]) -> str:
    """Return what a message says in markup: its text, else its blocks, else what hangs on it; "" for nothing."""
    text = text_of(message, "text")
    if text.strip():
        return text
    blocks = "\n".join(part for part in _every(message.get("blocks"), _DEEPEST) if part.strip())
    if blocks.strip() or not text_of(message, "bot_id"):
        return blocks
    return "\n".join(part for one in tables(message.get("attachments")) if (part := _attached(one)))


def passed_on(message: Mapping[str, Any]) -> str:
    """Return the words, in markup, of other messages that were passed on with one; "" for none."""
    shared = (one for one in tables(message.get("attachments")) if one.get("is_share") or one.get("is_msg_unfurl"))
    return "\n".join(part for one in shared if (part := text_of(one, "text") or text_of(one, "fallback")))


def _attached(one: Mapping[str, Any]) -> str:
    said = [text_of(one, name) for name in ("pretext", "title", "text")]
    return "\n".join(part for part in said if part) or text_of(one, "fallback")


def _every(value: object, depth: int) -> Iterator[str]:
    for one in tables(value) if depth else ():
        kind = text_of(one, "type")
        if kind in ("rich_text", "context"):
            yield from _every(one.get("elements"), depth - 1)
        elif kind == "rich_text_list":
            yield "\n".join(_listed(one, depth - 1))
        elif kind == "rich_text_quote":
            yield "\n".join(f"&gt; {line}" for line in _line(one, depth - 1).split("\n"))
        elif kind == "rich_text_preformatted":
            yield f"{_FENCE}\n{_line(one, depth - 1)}\n{_FENCE}"
        elif kind == "rich_text_section":
            yield _line(one, depth - 1)
        else:
            yield from _plain(one)


def _plain(block: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a block of an app: a section, its fields, a header, a line of context."""
    text = block.get("text")
    for one in (text if isinstance(text, dict) else block, *tables(block.get("fields"))):
        said = text_of(one, "text")
        yield escaped(said) if text_of(one, "type") == "plain_text" else said


def _listed(one: Mapping[str, Any], depth: int) -> Iterator[str]:
    numbered = text_of(one, "style") == "ordered"
    for number, entry in enumerate(tables(one.get("elements")), start=1):
        yield f"{f'{number}.' if numbered else '-'} {_line(entry, depth)}"


def _line(section: Mapping[str, Any], depth: int) -> str:
    return "".join(_word(one) for one in tables(section.get("elements"))) if depth else ""


def _word(one: Mapping[str, Any]) -> str:
    kind, text = text_of(one, "type"), escaped(text_of(one, "text"))
    if kind == "link":
        url = text_of(one, "url").replace("|", "%7C").replace(">", "%3E").replace("<", "%3C")
        return f"<{url}|{text}>" if text else f"<{url}>"
    named = {
        "user": f"<@{text_of(one, 'user_id')}>",
        "channel": f"<#{text_of(one, 'channel_id')}>",
        "usergroup": f"<!subteam^{text_of(one, 'usergroup_id')}>",
        "broadcast": f"<!{text_of(one, 'range')}>",
        "emoji": f":{text_of(one, 'name')}:",
        "date": escaped(text_of(one, "fallback")),
    }
    return named.get(kind, text)
