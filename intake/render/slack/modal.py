"""The engineers' modals: another level with what it would promise and what the customer would be told; an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    DividerBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from intake.render.slack.limits import OPTION, SECTION, cut
from intake.render.slack.pieces import Json, Message, context, escaped, harmless, line, moment, plain, section, told

MOST_BLOCKS = 100  # of a modal
MOST_FILES = 10  # of one message, which is also what checkboxes take
_TITLE = 24
_LONGEST_REASON = 1000
LONGEST_REPLY = 3000  # what a field of Slack's takes; a longer answer goes by mail or `intake reply`
_LETTER_PARTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A level that may be set: its value, its name, what it would promise and by when.

    `promised` is "" where no contract says anything; `late` says by how much its deadline is past, "" where it is not;
    `customer` says what the customer would get.
    """

    value: str
    name: str
    promised: str = ""
    due_at: datetime | None = None
    late: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What setting the chosen level would do: the customer's letters word for word, or why nothing can be set.

    `posts` are the blocks of what would go into Slack: they are shown as the customer would see them.
    """

    says: str
    letters: tuple[str, ...] = ()
    posts: tuple[tuple[Json, ...], ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What Slack calls the parts of a modal when it is sent off."""

    callback: str
    block: str
    action: str
    level_block: str = ""
    level_action: str = ""
    files_block: str = ""
    files_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideView:
    """A case in the modal in which a level is set; `chosen` is the value of the level picked, "" for none yet."""

    number: int
    head: str
    stands: str
    zone: tzinfo
    ticket: str
    choices: tuple[Choice, ...]
    chosen: str = ""
    foreseen: Foreseen | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """A case in the modal in which its customer is answered; `goes_to` says where the words go and who reads them.

    `files` (a value and a name each) go with them where they stay ticked; `left` says why others do not.
    """

    number: int
    head: str
    goes_to: str
    signed: str
    ticket: str
    text: str = ""
    reopens: bool = False
    files: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()


def override_modal(view: OverrideView, names: Names) -> Json:
    """Return the modal; it changes with each level that is picked, before anything is sent off."""
    blocks = [
        section(f"*{told(view.head, 200)}*", f"Stands at: {escaped(view.stands)}"),
        _select(view, names),
        *_outcome(view),
        InputBlock(
            block_id=names.block,
            label="Why",
            hint="Kept with the case; it teaches the next suggestion. The customer does not see it.",
            element=PlainTextInputElement(action_id=names.action, multiline=True, max_length=_LONGEST_REASON),
        ),
    ]
    return _view(_Ends(title=f"Override case {view.number}", submit="Set it", ticket=view.ticket), blocks, names)


def reply_modal(view: ReplyView, names: Names) -> Json:
    """Return the modal; nothing is sent before it is sent off."""
    said = [f"*{told(view.head, 200)}*", f"*Goes to the customer:* {escaped(line(view.goes_to, 300))}"]
    if view.reopens:
        said.append("The case is closed; your answer opens it again.")
    blocks = [
        section(*said),
        InputBlock(
            block_id=names.block,
            label="Your answer",
            hint=cut(f"Signed {line(view.signed, 80)}. It is sent as you write it.", 150),
            element=PlainTextInputElement(
                action_id=names.action,
                multiline=True,
                max_length=LONGEST_REPLY,
                initial_value=cut(harmless(view.text), LONGEST_REPLY) or None,
            ),
        ),
        *_enclosed(view, names),
    ]
    ends = _Ends(title=f"Answer case {view.number}", submit="Send to customer", ticket=view.ticket)
    return _view(ends, blocks, names)


def _enclosed(view: ReplyView, names: Names) -> Iterator[Block]:
    """Yield the files of the message that is answered with: all ticked, since whoever sends it sees them named."""
    options = [Option(value=value, text=PlainTextObject(text=cut(line(name), OPTION))) for value, name in view.files]
    if options:
        ticks = CheckboxesElement(action_id=names.files_action, options=options, initial_options=options)
        yield InputBlock(block_id=names.files_block, label="Files that go with it", element=ticks, optional=True)
    if view.left:
        yield section("*Not sent:*", *(told(one, 200) for one in view.left[:MOST_FILES]))


def told_modal(title: str, *lines: str) -> Json:
    """Return a modal that only tells something; `lines` are plain words."""
    view = View(
        type="modal", title=_title(title), close=PlainTextObject(text="Close"), blocks=[plain("\n".join(lines))]
    )
    return dict(view.to_dict())


def card_modal(message: Message, number: int) -> Json:
    """Return a case's card in a modal, to be read; what can be pressed stands below the card itself."""
    blocks = [block for block in message.blocks if block["type"] != "actions"]
    view = View(type="modal", title=_title(f"Case {number}"), close=PlainTextObject(text="Close"), blocks=blocks)
    return dict(view.to_dict())


def _select(view: OverrideView, names: Names) -> Block:
    options = [_option(choice) for choice in view.choices]
    chosen = next((one for one in options if one.value == view.chosen), None)
    picker = StaticSelectElement(
        action_id=names.level_action, placeholder="Pick a level", options=options, initial_option=chosen
    )
    return InputBlock(block_id=names.level_block, label="Level", element=picker, dispatch_action=True)


def _option(choice: Choice) -> Option:
    promised = f"“{choice.promised}”" if choice.promised else "teaches the model, promises nothing"
    described = "; ".join(filter(None, (promised, choice.customer)))
    return Option(
        value=choice.value,
        text=PlainTextObject(text=cut(line(choice.name), OPTION), emoji=False),
        description=PlainTextObject(text=cut(line(described), OPTION), emoji=False),
    )


def _outcome(view: OverrideView) -> Iterator[Block]:
    chosen = next((choice for choice in view.choices if choice.value == view.chosen), None)
    if chosen is None:
        yield section("*What each would promise, counted from the receipt:*", *(_line(view, c) for c in view.choices))
        return
    yield section(_line(view, chosen))
    if view.foreseen is not None:
        yield from _foreseen(view.foreseen)


def _line(view: OverrideView, choice: Choice) -> str:
    if not choice.promised:
        return f"*{told(choice.name, 100)}*: teaches the model; no contract promises anything at it"
    due = "no deadline" if choice.due_at is None else f"due {moment(choice.due_at, view.zone)}"
    late = f", *{escaped(choice.late)}*" if choice.late else ""
    customer = f"; {escaped(choice.customer)}" if choice.customer else ""
    return f"*{told(choice.name, 100)}*: “{told(choice.promised, 100)}”, {due}{late}{customer}"


def _foreseen(found: Foreseen) -> Iterator[Block]:
    if found.refused:
        yield section(f":no_entry: *It cannot be set:* {escaped(line(found.refused, 500))}")
        return
    yield section(f"*{escaped(line(found.says, 400))}*")
    for letter in found.letters:
        yield DividerBlock()
        for part in _parts(letter):
            yield plain(part)
        yield DividerBlock()
    for blocks in found.posts:
        yield DividerBlock()
        for block in blocks:
            yield from _as_posted(block)
        yield DividerBlock()


def _as_posted(block: Json) -> Iterator[Block]:
    """Yield a block of a customer's message as it is; of buttons and menus what they are called: none is pressed."""
    if block["type"] != "actions":
        shown = Block.parse({key: value for key, value in block.items() if key != "block_id"})
        yield from [] if shown is None else [shown]
        return
    names = (each.get("text") or each.get("placeholder") for each in block["elements"])
    yield context("Below it: " + " · ".join(f"[{escaped(name['text'])}]" for name in names if name))


def _parts(letter: str) -> Iterator[str]:
    """Yield a letter in pieces that fit; it is shown word for word."""
    text = letter.strip()
    for place in range(0, min(len(text), SECTION * _LETTER_PARTS), SECTION):
        yield text[place : place + SECTION]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ends:
    """What stands above and below a modal's blocks, and the value that it carries."""

    title: str
    submit: str
    ticket: str


def _view(ends: _Ends, blocks: list[Block], names: Names) -> Json:
    if len(blocks) > MOST_BLOCKS:
        raise ValueError(f"{len(blocks)} blocks are more than a modal has")
    view = View(
        type="modal",
        callback_id=names.callback,
        title=_title(ends.title),
        submit=PlainTextObject(text=cut(ends.submit, _TITLE)),
        close=PlainTextObject(text="Cancel"),
        private_metadata=ends.ticket,
        blocks=blocks,
    )
    return dict(view.to_dict())


def _title(text: str) -> PlainTextObject:
    return PlainTextObject(text=cut(line(text), _TITLE), emoji=False)
