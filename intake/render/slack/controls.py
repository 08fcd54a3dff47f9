"""What a customer may press below a message: the level, an emergency's facts, yes or no, and that it got worse.

A press carries nothing but our own number of the message; who may press, and what it means, is asked when it comes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from intake.domain.contract import Fact
from intake.render.buttons import Buttons
from intake.render.slack.limits import BUTTON, OPTION, cut

if TYPE_CHECKING:
    from slack_sdk.models.blocks import ButtonElement

PREFIX = "customer."  # begins the ids of our customers' buttons
LEVEL, WORSE, YES, NO = (f"{PREFIX}{name}" for name in ("level", "worse", "yes", "no"))
FACT = f"{PREFIX}fact."
FACTS = "facts"  # begins the block of the checklist, and stands for the words above it
ASKED = "facts_asked"
_MOST_LEVELS = 100
_LONGEST_NUMBER = 19

Block = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What is offered below message `about`. `levels` are ids and names that the customer may choose from.

    Those in `by_phone` count by telephone only, and say so.
    """

    about: int
    levels: tuple[tuple[str, str], ...] = ()
    by_phone: frozenset[str] = frozenset()
    facts: tuple[Fact, ...] = ()
    asks: bool = False
    worse: bool = False


def blocks_of(controls: Controls, buttons: Buttons) -> list[Block]:
    """Return the blocks of what is offered, none where nothing is; raises slack_sdk's error past Slack's limits."""
    return [*_question(controls, buttons), *_checklist(controls, buttons), *_level(controls, buttons)]


def fact_of(action: str) -> Fact | None:
    """Return the fact that a button of the checklist states, None for any other button."""
    known = {f"{FACT}{fact}": fact for fact in Fact}
    return known.get(action)


def _question(controls: Controls, buttons: Buttons) -> Iterator[Block]:
    from slack_sdk.models.blocks import ActionsBlock

    if controls.asks:
        yes, no = (_button(action, buttons.say(words), controls) for action, words in ((YES, "agree"), (NO, "refuse")))
        yield ActionsBlock(block_id=_id("consent", controls), elements=[yes, no]).to_dict()


def _checklist(controls: Controls, buttons: Buttons) -> Iterator[Block]:
    from slack_sdk.models.blocks import ActionsBlock, PlainTextObject, SectionBlock

    if controls.facts:
        asked = PlainTextObject(text=buttons.say("which_are_true"), emoji=False)
        yield SectionBlock(block_id=ASKED, text=asked).to_dict()
        facts = [_button(f"{FACT}{fact}", buttons.say(str(fact)), controls) for fact in controls.facts]
        yield ActionsBlock(block_id=_id(FACTS, controls), elements=facts).to_dict()


def _level(controls: Controls, buttons: Buttons) -> Iterator[Block]:
    from slack_sdk.models.blocks import ActionsBlock, Option, PlainTextObject, StaticSelectElement

    found: list[Any] = []
    if controls.levels:
        options = [
            Option(text=PlainTextObject(text=_named(level, name, controls, buttons), emoji=False), value=level)
            for level, name in controls.levels[:_MOST_LEVELS]
        ]
        choose = PlainTextObject(text=buttons.say("choose_level"), emoji=False)
        found.append(StaticSelectElement(action_id=LEVEL, placeholder=choose, options=options))
    if controls.worse:
        found.append(_button(WORSE, buttons.say("got_worse"), controls))
    if found:
        yield ActionsBlock(block_id=_id("level", controls), elements=found).to_dict()


def _named(level: str, name: str, controls: Controls, buttons: Buttons) -> str:
    return cut(level_label(buttons, level, name, by_phone=level in controls.by_phone), OPTION)


def level_label(buttons: Buttons, level: str, name: str, *, by_phone: bool) -> str:
    """Return what a level is called where it is chosen; one that counts by telephone only says so."""
    return buttons.say("level_by_phone" if by_phone else "level", level, name)


def about_of(block_id: str) -> int:
    """Return the number of the message that a block stands below, 0 where it names none."""
    number = block_id.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER else 0


def _id(name: str, controls: Controls) -> str:
    return f"{name}:{controls.about}"


def _button(action: str, label: str, controls: Controls) -> "ButtonElement":
    from slack_sdk.models.blocks import ButtonElement, PlainTextObject

    text = PlainTextObject(text=cut(label, BUTTON), emoji=False)
    return ButtonElement(action_id=action, text=text, value=str(controls.about))
