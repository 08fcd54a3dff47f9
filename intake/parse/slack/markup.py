"""Slack's markup as text: tokens first, then the three escapes, each once; code and emoji stay as they were written.

Source: https://docs.slack.dev/messaging/formatting-message-text (only &, < and > are escaped).
"""

import re
from collections.abc import Mapping

from intake.parse.slack.fields import escaped

_TOKEN = re.compile(r"<([^<>\n]{1,8000})>")
_ESCAPE = re.compile(r"&(amp|lt|gt);")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">"}
_CALLED = re.compile(r"<@([A-Z0-9]{2,40})[|>]")
_FENCE = "```"
_ALL = ("here", "channel", "everyone")


def plain(markup: str, names: Mapping[str, str]) -> str:
    """Return markup as people read it; `names` are those of the people that are known, by their id."""
    return _unescaped(_TOKEN.sub(lambda found: _said(found[1], names), markup))


def without_call(markup: str, us: str) -> str:
    """Return a message without the bot's own mentions in front of it: those only say whom it is for."""
    if not us:
        return markup
    return re.sub(rf"\A(?:\s*<@{re.escape(us)}(?:\|[^<>]*)?>[\s,:;!–-]*)+", "", markup)


def mentioned(markup: str) -> set[str]:
    """Return the member ids of the people that are called by name."""
    return set(_CALLED.findall(markup))


def split_quotes(text: str) -> tuple[str, str]:
    """Return the writer's own lines, and those they quote (without the marks); code is nobody's quote."""
    own: list[str] = []
    quoted: list[str] = []
    is_code = rest = False
    for line in text.split("\n"):
        if not rest and not is_code and line.startswith(">"):
            rest = line.startswith(">>>")
            quoted.append(line.lstrip(">").removeprefix(" "))
        else:
            (quoted if rest else own).append(line)
            is_code = is_code ^ (line.count(_FENCE) % 2 == 1)
    return "\n".join(own).strip(), "\n".join(quoted).strip()


def _said(token: str, names: Mapping[str, str]) -> str:
    """Return what a token says, still escaped."""
    what, _, label = token.partition("|")
    if what.startswith("@"):
        return f"@{escaped(names.get(what[1:], '')) or label.lstrip('@') or 'someone'}"
    if what.startswith("#"):
        return f"#{label.lstrip('#') or 'channel'}"
    if what.startswith("!"):
        return _command(what[1:], label)
    return _link(what, label)


def _command(what: str, label: str) -> str:
    if what.startswith("date^"):
        return label
    if what.startswith("subteam^"):
        return f"@{label.lstrip('@') or 'group'}"
    name = what.partition("^")[0]
    return f"@{name}" if name in _ALL else label or f"@{name}"


def _link(url: str, label: str) -> str:
    """Return a link with its words, and where it leads unless they say so; what is no link stays as it is."""
    target = url.removeprefix("mailto:").removeprefix("tel:")
    if not label:
        return target if ":" in url else f"<{url}>"
    bare = re.sub(r"\A[a-z]{2,8}://", "", target).rstrip("/")
    return target if label.rstrip("/") in (target.rstrip("/"), bare) else f"{label} ({target})"


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _PLAIN[found[1]], text)
