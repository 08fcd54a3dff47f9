"""Answer: an engineer's words go to the customer in the thread, and stop the clock of the first answer.

The words go to the contact who opened the case, as every mail about it does, below the last message of the
customer's that may be answered. A closed case is opened again by it: who writes has not finished. The limit of mails
to one address is for machines; a person's words always go.
"""

from dataclasses import dataclass, replace

from intake.domain.case import Accepted, Case, MailKind
from intake.domain.contract import PromiseKind
from intake.domain.kept import Act, Held, How, held
from intake.domain.message import Attachment, ParsedMessage
from intake.domain.reason import says_something
from intake.domain.slack import Place
from intake.render.internal import ReplyWords, reply
from intake.render.letter import Medium
from intake.stages.act import record
from intake.stages.chat.post import way_to
from intake.stages.desk import Run
from intake.stages.post import Draft, send, unanswerable
from intake.stages.remembered import of_customer, read_kept
from intake.stages.reopen import reopened
from intake.storage import kept, messages
from intake.thread.engineers import gives_away


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An engineer's words to a customer. `key` makes them one of their kind; `signed` is the name printed below them.

    `act` is what is recorded: when, by whom, how; `begins_work` says that work has begun with it.
    """

    text: str
    key: str
    act: Act
    signed: str = ""
    begins_work: bool = False
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What became of an answer: `mail_id` is None where the same one was sent before; `first` is the first answer."""

    case: Case
    mail_id: int | None
    first: Held
    was_closed: bool


def why_not(run: Run, case: Case, text: str) -> str | None:
    """Return why words cannot go to a case's customer, or None."""
    if not says_something(text):
        return "there are no words in it"
    if gives_away(text, run.desk.signer):
        return "it holds the address at which mail counts as an engineer's; take it out"
    found = _answerable(run, case)
    return found if isinstance(found, str) else _too_long(run, case, text)


def last_of_customer(run: Run, case: Case) -> int:
    """Return the number of the customer's last message, 0 where there is none."""
    return max((message.id for message in of_customer(messages.of_case(run.connection, case.id))), default=0)


def answer(run: Run, case: Case, words: Answer) -> Answered:
    """Queue the words and record what they keep; `why_not` has found nothing against it. Twice equals once."""
    answered, was_closed = _answerable(run, case), case.closed_at is not None
    draft = Draft(
        kind=MailKind.REPLY,
        key=words.key,
        written=reply(_reply_words(run, case, words.text, words.signed), run.desk.templates),
        answered=None if isinstance(answered, str) else answered,
        auto_submitted=None,
        attachments=words.attachments,
    )
    mail_id = send(run, case, draft)
    if mail_id is not None:
        case = _recorded(run, case, words, mail_id)
    first = held(case, kept.of_case(run.connection, case.id))[0]
    return Answered(case=case, mail_id=mail_id, first=first, was_closed=was_closed and mail_id is not None)


def _recorded(run: Run, case: Case, words: Answer, mail_id: int) -> Case:
    case = reopened(run, case, f"{words.act.actor} answered")
    kinds = [PromiseKind.INITIAL_RESPONSE, *([PromiseKind.BEGIN_WORK] if words.begins_work else [])]
    for kind in kinds:
        case = record(run, case, replace(words.act, promise=kind, mail_id=mail_id))
    return case


def _answerable(run: Run, case: Case) -> ParsedMessage | str:
    """Return the customer's last message that may be answered, or why none may."""
    refused = "the customer has written nothing that could be answered"
    for message in reversed(of_customer(messages.of_case(run.connection, case.id))):
        parsed = read_kept(run.connection, message, run.desk)
        found = unanswerable(run, case, parsed)
        if found is None:
            return parsed
        refused = found
    return refused


def _too_long(run: Run, case: Case, text: str) -> str | None:
    """Return why words cannot be said in one message in Slack; mail and the window take any number."""
    words = _reply_words(run, case, text, "")
    if not words.threaded:
        return None
    from intake.render.slack.letter import too_long  # a desk without Slack never needs its library

    return too_long(reply(words, run.desk.templates))


def _reply_words(run: Run, case: Case, text: str, signed: str) -> ReplyWords:
    contract = run.desk.contract_of(case)
    way = way_to(run, case)
    return ReplyWords(
        case_number=case.id,
        subject=case.subject,
        text=text,
        engineer=signed,
        vendor=_without_support(run.desk.name if contract is None else contract.vendor),
        language=case.language,
        medium=Medium.MAIL if way is None else Medium.CHAT,
        threaded=isinstance(way, Place),
    )


def _without_support(name: str) -> str:
    """Return a desk's name for a line that ends in 'support' anyway."""
    return name[: -len("support")].rstrip() if name.lower().endswith("support") else name


def by_mail(accepted: Accepted, case: Case, actor: str) -> Act:
    """Return the act of an engineer's mail: it counts from our accept, however late we got round to it."""
    return Act(
        case_id=case.id,
        promise=PromiseKind.INITIAL_RESPONSE,
        at=accepted.envelope.received_at,
        actor=actor,
        how=How.MAIL,
        message_id=accepted.id,
    )
