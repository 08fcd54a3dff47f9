"""What a call says that its customer pressed: two buttons may have made an emergency of a case whose words say little.

It is engineers who read it, so it is said in English.
"""

from itertools import groupby

from intake.domain.case import Case
from intake.domain.contract import Channel
from intake.domain.pressed import PressedThere
from intake.render.buttons import MACROS, Buttons
from intake.render.templates import FALLBACK
from intake.stages.desk import Run
from intake.stages.presses import presses_of

_WHERE: dict[Channel | None, str] = {
    Channel.WEB_CHAT: " in the chat window",
    Channel.PORTAL: " in the portal",
    Channel.SLACK: " in Slack",
}


def pressed_said(run: Run, case: Case) -> str:
    """Return who pressed what on a case, in order and without a full stop; "" where nobody did."""
    buttons = Buttons(run.desk.templates, FALLBACK)
    every = groupby(presses_of(run.connection, case), key=lambda one: (one.by, one.channel))
    return "; ".join(
        f"{by or 'The customer'} pressed{_WHERE.get(channel, '')}: {', '.join(_what(buttons, one) for one in presses)}"
        for (by, channel), presses in every
    )


def _what(buttons: Buttons, press: PressedThere) -> str:
    if press.fact is None:
        return f"level {press.level}"
    return f'"{buttons.say(press.fact)}"' if press.fact in MACROS else press.fact.replace("_", " ")
