"""What people did between past messages, done again in a replay where what comes later rests on it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.customer import Sender
from intake.domain.errors import BadInput
from intake.domain.identity import Degree
from intake.domain.window import Talk
from intake.review.assign import assign
from intake.review.engineer import Engineer
from intake.review.pressing import FACT, LEVEL, Press, press
from intake.review.window.proved import has_proved
from intake.stages.desk import Run
from intake.storage import cases, customers, past_decisions
from intake.storage.past_decisions import ASSIGNED, PRESSED, PROVED, Act


class People:
    """The people of the past: what they did with a case is so in a replay as well, from that moment on.

    Whom an engineer said that it is for, who a visitor of the window proved to be, what a customer pressed.
    """

    def __init__(self, source: Connection) -> None:
        """`source` is the store in which it happened."""
        self._source = source
        self._left = past_decisions.acts(source)

    def before(self, run: Run, accepted: Accepted) -> None:
        """Do what had been done when a message of the past was carried through; `run` is the replay's."""
        until = past_decisions.first_entry(self._source, accepted.id) if self._left else None
        while until is not None and self._left and self._left[0].entry < until:
            _again(run, self._left.pop(0))


def _again(run: Run, done: Act) -> None:
    """Do something again; a replay of a few messages may not have its case, and its customer may be gone."""
    with suppress(BadInput), run.connection.begin_nested():
        _DOES[done.event](replace(run, now=done.at), done)


def _assigned(run: Run, done: Act) -> None:
    """Let a case be whose an engineer or its visitor's proof has made it; who is erased stands there no more."""
    to, reason = done.detail.get("to"), done.detail.get("reason")
    if to:
        assign(Engineer(name=done.by, run=run), done.case_id, str(to), str(reason or "it was so"))


def _proved(run: Run, done: Act) -> None:
    """Let an address that is no customer's be a visitor's; nothing where their case is somebody's already."""
    address, case = done.detail.get("address"), cases.find(run.connection, done.case_id)
    talk = None if case is None else Talk.read(case.contact_address)
    if address and talk is not None:
        has_proved(run, talk.number, str(address), str(done.detail.get("by")))


def _pressed(run: Run, done: Act) -> None:
    """Press a level or a fact again. Who may was asked then; an answer to a question stands in the consents."""
    case = cases.find(run.connection, done.case_id)
    action = next((one for one in (LEVEL, FACT) if one in done.detail), None)
    if case is None or case.customer_id is None or action is None:
        return
    whose = customers.get(run.connection, case.customer_id)
    by = Sender(
        address=case.contact_address, name=case.contact_name, customer=whose, how="contact", degree=Degree.PROVED
    )
    press(
        Press(
            run=run,
            case=case,
            sender=by,
            action=action,
            choice=str(done.detail[action]),
            at=done.at,
            key=f"again:{done.entry}",
            detail={},
        )
    )


_DOES: Mapping[str, Callable[[Run, Act], None]] = {ASSIGNED: _assigned, PROVED: _proved, PRESSED: _pressed}
