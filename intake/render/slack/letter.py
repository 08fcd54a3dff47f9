"""A letter as a message of Slack: its words in blocks, what may be pressed, and the same words plain beside them."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from intake.domain.errors import BadInput
from intake.render.buttons import Buttons
from intake.render.instants import SMALL_PRINT, Instant, pieces
from intake.render.letter import Written
from intake.render.slack.controls import Block, Controls, blocks_of
from intake.render.slack.limits import BLOCKS, BUDGET, CONTEXT, SECTION
from intake.render.slack.text import ends_in, escaped, shown

_ITEM = "- "
_SHOWN_ITEM = "• "


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedFile:
    """A file that goes with a message; its bytes are kept under their SHA-256 (hex), `size` is in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message as chat.postMessage takes it; `text` is what a notification and a screen reader say.

    `files` follow in the same thread.
    """

    text: str
    blocks: tuple[Block, ...] = field(repr=False)
    files: tuple[PostedFile, ...] = ()

    def as_json(self) -> bytes:
        """Return it as the outbox keeps it."""
        files = {"files": [asdict(one) for one in self.files]} if self.files else {}
        return json.dumps({"text": self.text, "blocks": list(self.blocks), **files}, ensure_ascii=False).encode()

    @property
    def words(self) -> str:
        """Return its text as its readers see it."""
        return self.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    @classmethod
    def read(cls, raw: bytes) -> "Post":
        """Return a post from the outbox."""
        kept: dict[str, Any] = json.loads(raw)
        files = tuple(PostedFile(**one) for one in kept.get("files", ()))
        return cls(text=kept["text"], blocks=tuple(kept["blocks"]), files=files)


def post(written: Written, buttons: Buttons, controls: Controls | None = None) -> Post:
    """Return a letter of a chat as a message; raises BadInput for words that are more than Slack takes."""
    why_not = too_long(written)
    if why_not is not None:
        raise BadInput(why_not)
    words, _, small = written.marked.partition(SMALL_PRINT)
    blocks = [*_sections(words), *([] if controls is None else blocks_of(controls, buttons))]
    notes = [*_notes(small), *_clocks(written.marked, buttons)]
    return Post(text=escaped(written.body.strip()), blocks=(*blocks, *_contexts(notes)))


def too_long(written: Written) -> str | None:
    """Return why a letter cannot be one message of Slack, None where it can."""
    length = len(shown(written.marked, links=True))
    if length <= BUDGET and _section_count(written.marked) <= BLOCKS // 2:
        return None
    return f"it is too long for Slack, which takes about {BUDGET} characters in some paragraphs; shorten it"


def _section_count(marked: str) -> int:
    return sum(1 for _ in _sections(marked))


def _sections(words: str) -> Iterator[Block]:
    """Yield a section for each few paragraphs, as many as it holds."""
    from slack_sdk.models.blocks import MarkdownTextObject, SectionBlock

    for text in _gathered(words):
        yield SectionBlock(text=MarkdownTextObject(text=text, verbatim=True)).to_dict()


def _gathered(words: str) -> Iterator[str]:
    """Yield paragraphs as mrkdwn, together as far as a section holds them."""
    held = ""
    for paragraph in filter(None, (one.strip("\n") for one in words.split("\n\n"))):
        for piece in _cut(paragraph):
            together = f"{held}\n\n{piece}" if held else piece
            if len(together) > SECTION:
                yield held
                together = piece
            held = together
    if held:
        yield held


def _cut(paragraph: str) -> Iterator[str]:
    """Yield a paragraph as mrkdwn in pieces that a section holds; only a person's own words are ever so long."""
    whole = _items(paragraph)
    if len(whole) <= SECTION:
        yield whole
        return
    rest = paragraph
    while rest:
        end = _fitting(rest)
        yield _items(rest[:end].rstrip())
        rest = rest[end:].lstrip(" ")


def _fitting(text: str) -> int:
    """Return how much of a text fits a section, up to a line's end or a blank where there is one."""
    end = min(len(text), SECTION)
    while len(_items(text[:end])) > SECTION:
        end -= 100
    if end == len(text):
        return end
    at = max(text.rfind("\n", 1, end), text.rfind(" ", 1, end))
    return end if at < end // 2 else at + 1


def _items(paragraph: str) -> str:
    lines = paragraph.split("\n")
    bare = (f"{_SHOWN_ITEM}{line.removeprefix(_ITEM)}" if line.startswith(_ITEM) else line for line in lines)
    return shown("\n".join(bare), links=True)


def _notes(small: str) -> Iterator[str]:
    """Yield the small print as mrkdwn, each item by itself."""
    for line in small.split("\n"):
        if line.strip():
            yield shown(line.removeprefix(_ITEM).strip(), links=True)


def _clocks(marked: str, buttons: Buttons) -> Iterator[str]:
    """Yield by which clock the times of a message are shown, and when a day ends by it."""
    day_ends = list(ends_in(marked))
    if any(isinstance(piece, Instant) and not piece.ends for piece in pieces(marked)):
        # The end of a day stays in the zone that its words name.
        yield escaped(buttons.say("other_zone" if day_ends else "own_zone"))
    for ends in day_ends:
        before, _, after = escaped(buttons.say("that_end", "\ufffc")).partition("\ufffc")
        yield f"{before}{ends}{after}"


def _contexts(notes: list[str]) -> Iterator[Block]:
    from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

    for start in range(0, len(notes), CONTEXT):
        some = notes[start : start + CONTEXT]
        yield ContextBlock(elements=[MarkdownTextObject(text=note, verbatim=True) for note in some]).to_dict()
