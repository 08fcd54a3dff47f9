"""Pressed: what a visitor presses is done, and stands in their talk as a line of theirs, so that it can be read."""

from intake.domain.contract import Fact
from intake.render.buttons import MACROS, Buttons
from intake.review.pressing import FACT, LEVEL, NO, WORSE, YES, Press, Told, press
from intake.storage.window import lines

# What was heard though nothing changes by itself: the engineers know what was pressed.
_HEARD = ("tell_us_more", "is_decided")
_LABELS = {WORSE: "got_worse", YES: "agree", NO: "refuse"}


def press_there(about: Press, visitor: int) -> Told | None:
    """Do what a press in a window says, and lay a line of it where it was heard; return what is to be said of it."""
    words = _words(about)
    told = press(about)
    if words and (told is None or told.macro in _HEARD):
        lines.pressed(about.run.connection, visitor, words, about.run.now)
    return told


def _words(about: Press) -> str:
    """Return what a line says of a press, "" where it names nothing that could be pressed."""
    desk, case = about.run.desk, about.case
    buttons, contract = Buttons(desk.templates, case.language), desk.contract_of(case)
    if about.action == LEVEL:
        level = None if contract is None else contract.level(about.choice)
        if contract is None or level is None:
            return ""
        return buttons.say("chose", level.id, contract.said(level.name, case.language))
    label = about.choice if about.action == FACT and about.choice in list(Fact) else _LABELS.get(about.action, "")
    return buttons.say("pressed_on", buttons.say(label)) if label in MACROS else ""
