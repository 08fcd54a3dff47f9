"""Pieces of what engineers read in Slack: strangers' words made harmless, times by the reader's clock, blocks, buttons.

Blocks are built with `slack_sdk.models`, which raises past Slack's limits; what it does not count is counted here.
"""

import json
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    SectionBlock,
)

from intake.render.slack.limits import BLOCKS, SECTION, cut
from intake.render.slack.text import escaped as without_tokens

LONGEST_CONTEXT = 2000
_STEERING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_KEPT = "\n\t\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_FORMATS = "*_~`"  # what would make a stranger's words bold, or end what we made so
_JOINER = "\N{WORD JOINER}"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as Slack takes it; `text` is what notifications and screen readers say."""

    text: str
    blocks: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press. `value` is opaque; `asks` is a title, a question, a yes and a no to be put before it."""

    action: str
    label: str
    value: str
    style: str | None = None
    asks: tuple[str, str, str, str] | None = None


def harmless(text: str) -> str:
    """Return a stranger's text with what steers replaced, character by character, so that places in it stay."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _steers(char) else char for char in text.replace("\r", " "))


def _steers(char: str) -> bool:
    return char not in _KEPT and unicodedata.category(char) in _STEERING


def line(text: str, longest: int = 150) -> str:
    """Return a stranger's text on one line, cut to `longest`."""
    return cut(harmless(" ".join(text[: 8 * longest].split())), longest)


def escaped(text: str) -> str:
    """Return text as mrkdwn that shows it as it stands: no mention, no link, nothing bold."""
    return "".join(f"{_JOINER}{char}{_JOINER}" if char in _FORMATS else char for char in without_tokens(text))


def told(text: str, longest: int = 150) -> str:
    """Return a stranger's text on one line as mrkdwn."""
    return escaped(line(text, longest))


def moment(when: datetime, zone: tzinfo) -> str:
    """Return a time that Slack shows on the reader's own clock; without that it is said on the desk's, in `zone`."""
    fallback = said_at(when, zone)
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def said_at(when: datetime, zone: tzinfo) -> str:
    """Return a time in words, to the minute: 'Tue 12 May 2026 10:00 EDT'."""
    return when.astimezone(zone).strftime("%a %d %b %Y %H:%M %Z")


def span(length: timedelta) -> str:
    """Return a length of time: '2 days 3 h', '1 h 30 min', '12 min', 'less than a minute'."""
    minutes = int(length.total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} {'day' if days == 1 else 'days'}{f' {hours} h' if hours else ''}"
    parts = [f"{number} {unit}" for number, unit in ((hours, "h"), (rest, "min")) if number]
    return " ".join(parts) or "less than a minute"


def header(text: str) -> Block:
    """Return a heading, in plain text."""
    return HeaderBlock(text=PlainTextObject(text=line(text), emoji=False))


def section(*lines: str, beside: Button | None = None) -> Block:
    """Return a paragraph of mrkdwn, with a button beside it where there is one.

    What is a stranger's in it is escaped already. Lines that do not fit are left out.
    """
    text = MarkdownTextObject(text=_fitting(lines, SECTION), verbatim=True)
    return SectionBlock(text=text, accessory=None if beside is None else _button(beside))


def plain(text: str) -> Block:
    """Return a paragraph that shows exactly this text."""
    return SectionBlock(text=PlainTextObject(text=cut(harmless(text), SECTION), emoji=False))


def context(*lines: str) -> Block:
    """Return small print, in mrkdwn."""
    return ContextBlock(elements=[MarkdownTextObject(text=_fitting(lines, LONGEST_CONTEXT), verbatim=True)])


def quote(text: str, marked: Iterable[tuple[int, int]], longest: int) -> Block:
    """Return somebody's words as a quotation in which some are bold.

    A rich text's words are shown as they stand: no mention, no link and no formatting is read out of them.
    """
    shown = cut(harmless(text[: longest + 1]), longest)
    parts = [
        RichTextElementParts.Text(text=piece, style=RichTextElementParts.TextStyle(bold=True) if bold else None)
        for piece, bold in _pieces(shown, marked)
    ]
    return RichTextBlock(elements=[RichTextQuoteElement(elements=parts)])


def _pieces(text: str, marked: Iterable[tuple[int, int]]) -> Iterable[tuple[str, bool]]:
    """Yield the text in pieces that are marked or not; marks may overlap and reach beyond its end."""
    bold = [False] * len(text)
    for start, end in marked:
        for place in range(max(start, 0), min(end, len(text))):
            bold[place] = True
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or bold[place] != bold[begin]:
            yield text[begin:place], bold[begin]
            begin = place


def actions(buttons: Sequence[Button], block_id: str | None = None) -> Block:
    """Return a row of buttons."""
    return ActionsBlock(elements=[_button(one) for one in buttons], block_id=block_id)


def _button(one: Button) -> ButtonElement:
    return ButtonElement(
        text=PlainTextObject(text=one.label, emoji=False),
        action_id=one.action,
        value=one.value,
        style=one.style,
        confirm=None if one.asks is None else _asking(*one.asks),
    )


def _asking(title: str, question: str, yes: str, no: str) -> ConfirmObject:
    return ConfirmObject(
        title=PlainTextObject(text=title),
        text=PlainTextObject(text=cut(question, 300)),
        confirm=PlainTextObject(text=yes),
        deny=PlainTextObject(text=no),
    )


def as_json(blocks: Iterable[Block], most: int = BLOCKS) -> tuple[Json, ...]:
    """Return blocks as Slack takes them; raises past its limits, and for more blocks than it shows."""
    found = tuple(block.to_dict() for block in blocks)
    if len(found) > most:
        raise ValueError(f"{len(found)} blocks are more than the {most} that Slack takes")
    return found


def within(blocks: Sequence[Json], may_go: Container[int], budget: int, instead: str) -> tuple[Json, ...]:
    """Return blocks that are at most `budget` characters of JSON together.

    Slack refuses more long before each block's own limit. The longest of those that `may_go`, by their places, give way
    to small print that says where to find them.
    """
    kept, told_where = list(blocks), context(instead).to_dict()
    places = sorted((place for place in range(len(kept)) if place in may_go), key=lambda place: -_length(kept[place]))
    for place in places:
        if sum(map(_length, kept)) <= budget:
            break
        kept[place] = told_where
    return tuple(kept)


def _length(block: Json) -> int:
    return len(json.dumps(block, ensure_ascii=False))


def _fitting(lines: Iterable[str], longest: int) -> str:
    """Return as many whole lines as fit: a cut inside a line could cut an escape or a time in two."""
    kept: list[str] = []
    room = longest - 2
    for one in lines:
        if len(one) + 1 > room:
            kept.append("…")
            break
        kept.append(one)
        room -= len(one) + 1
    return "\n".join(kept) or " "


def metadata(event: str, payload: Mapping[str, str]) -> Json:
    """Return what marks a message as ours, for whoever looks whether it was posted."""
    return {"event_type": event, "event_payload": dict(payload)}
