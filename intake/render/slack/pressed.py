"""A message after something below it was pressed: what was pressed stands in words where its buttons stood."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from intake.render.buttons import Buttons
from intake.render.slack.controls import ASKED, FACTS, NO, PREFIX, YES, Block
from intake.render.slack.letter import Post
from intake.render.slack.limits import CONTEXT, cut
from intake.render.slack.text import escaped, mention

# Kept beside what was pressed: a newer message offers what this one did, or its question no longer stands.
REPLACED, VOID = f"{PREFIX}replaced", f"{PREFIX}void"
_LONGEST = 200
_GONE_TOGETHER = ({YES, NO},)  # one answer takes both buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """One button that counts no more: `label` is what was pressed, "" for one that goes with another; `user` by whom.

    `action` is the button's id.
    """

    action: str
    label: str = ""
    user: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as it is kept."""
        return {"action": self.action, "label": self.label, "user": self.user}

    @classmethod
    def read(cls, kept: Mapping[str, str]) -> "Pressed":
        """Return it from what was kept."""
        return cls(action=kept["action"], label=kept["label"], user=kept["user"])


def after(post: Post, pressed: Iterable[Pressed], buttons: Buttons) -> Post:
    """Return a message as it stands once these were pressed: the same words, fewer buttons, and who pressed what."""
    told = tuple(pressed)
    gone = {one.action for one in told}
    for together in _GONE_TOGETHER:
        gone |= together if together & gone else set()
    asked = {YES, NO}
    gone |= _offered(post) - asked if REPLACED in gone else set()
    gone |= asked if VOID in gone else set()
    kept = list(_without(post.blocks, gone))
    return replace(post, blocks=(*kept, *_told(told, buttons)))


def offers(post: Post) -> bool:
    """Tell whether there was anything to press below a message."""
    return bool(_offered(post))


def asks(post: Post) -> bool:
    """Tell whether a message has a yes and a no below it."""
    return YES in _offered(post)


def _offered(post: Post) -> set[str]:
    rows = (block["elements"] for block in post.blocks if block.get("type") == "actions")
    return {str(one["action_id"]) for row in rows for one in row}


def _without(blocks: Iterable[Block], gone: set[str]) -> Iterator[Block]:
    left = [_left(block, gone) for block in blocks]
    has_facts = any(block is not None and str(block.get("block_id")).startswith(f"{FACTS}:") for block in left)
    for block in left:
        if block is not None and (has_facts or block.get("block_id") != ASKED):
            yield block


def _left(block: Block, gone: set[str]) -> Block | None:
    """Return what is left of a block, None where nothing is."""
    if block.get("type") != "actions":
        return block
    elements: list[dict[str, Any]] = [one for one in block["elements"] if one["action_id"] not in gone]
    return {**block, "elements": elements} if elements else None


def _told(pressed: Iterable[Pressed], buttons: Buttons) -> Iterator[Block]:
    from slack_sdk.models.blocks import ContextBlock, MarkdownTextObject

    lines = [_line(one, buttons) for one in pressed if one.label][-CONTEXT:]
    if lines:
        yield ContextBlock(elements=[MarkdownTextObject(text=line, verbatim=True) for line in lines]).to_dict()


def _line(one: Pressed, buttons: Buttons) -> str:
    if not one.user:  # they were erased since
        return escaped(cut(one.label, _LONGEST))
    before, _, after_it = escaped(buttons.say("pressed", cut(one.label, _LONGEST), "\ufffc")).partition("\ufffc")
    return f"{before}{mention(one.user)}{after_it}"
