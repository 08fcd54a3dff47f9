"""Placed: which case words from the window or the portal belong to, or why they open none."""

from intake.domain.case import Case
from intake.domain.customer import Sender
from intake.domain.identity import Degree
from intake.domain.window import Talk
from intake.parse.chatter import why_chatter
from intake.stages.chat.placed import NOT_A_REQUEST, Placed
from intake.stages.desk import Run
from intake.stages.understand import Understood
from intake.stages.window.reading import said_there
from intake.stages.window.theirs import is_of
from intake.storage import cases
from intake.storage.chat import threads
from intake.thread.continues import may_join
from intake.thread.named import named_cases


def placed_in_talk(run: Run, understood: Understood, sender: Sender) -> Placed:
    """Say where something said in the window belongs: with the talk's case, one that it names, or with one of its own.

    A greeting alone opens none; what follows it does. A case that an engineer gave to somebody else since is none of
    theirs: they begin another.
    """
    said = said_there(understood.accepted)
    talk = None if said is None else said.talk
    if talk is None:
        return Placed(filed="what was kept of it cannot be read")
    thread = threads.at(run.connection, talk.address)
    case = None if thread is None else cases.find(run.connection, thread.case_id)
    if case is not None and is_of(case, talk, sender):
        return Placed(case=case)
    return _named(run, understood, sender, talk) or _of_its_own(understood, talk)


def placed_by_form(run: Run, understood: Understood, sender: Sender) -> Case | None:
    """Return the case that a form was sent for, None for a case of its own.

    The door has looked whose case it is; it is looked once more, for a case may have been given to others since.
    """
    sent = said_there(understood.accepted)
    case = None if sent is None or sent.case is None else cases.find(run.connection, sent.case)
    theirs = case is not None and sender.customer is not None and case.customer_id == sender.customer.id
    return case if theirs else None


def _named(run: Run, understood: Understood, sender: Sender, talk: Talk) -> Placed | None:
    """Return the case that a proved visitor names, if they may add to it."""
    if sender.degree is not Degree.PROVED:
        return None
    for number in named_cases(understood.parsed.reply_text):
        case = cases.find(run.connection, number) if 0 < number < 2**62 else None
        if case is not None and may_join(case, sender, proved=False):
            return Placed(case=case, thread=talk, reason="it names the case")
    return None


def _of_its_own(understood: Understood, talk: Talk) -> Placed:
    parsed = understood.parsed
    asks = bool(parsed.attachments) or parsed.claimed_level is not None
    chatter = None if asks else why_chatter(parsed.reply_text)
    return Placed(thread=talk) if chatter is None else Placed(filed=f"{NOT_A_REQUEST}: {chatter}")
