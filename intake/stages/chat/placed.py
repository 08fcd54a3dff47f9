"""Placed: which case something said in Slack belongs to, or why it opens none."""

from dataclasses import dataclass
from datetime import timedelta

from intake.domain.case import Accepted, Case, Outcome
from intake.domain.chats import Where
from intake.domain.customer import Sender
from intake.domain.identity import Degree
from intake.domain.slack import SlackRules
from intake.domain.staff import ListedEngineer
from intake.domain.suggestion import Facts, Kind
from intake.domain.window import Talk
from intake.identify.slack import STAFF
from intake.parse.chatter import asks_for_something, why_chatter
from intake.parse.slack.payload import SlackMessage
from intake.stages.chat.turns import case_thread, heard_together, own_thread, spoken
from intake.stages.desk import Run
from intake.stages.understand import Understood
from intake.stages.who import engineer, home_of, is_among_customers
from intake.storage import cases
from intake.storage.chat import threads, turns
from intake.storage.chat.threads import Side, Thread
from intake.storage.chat.turns import Part
from intake.thread.continues import may_join
from intake.thread.named import named_cases

NOT_A_REQUEST = "not_a_request"  # begins the reason of chatter
COLLEAGUE = "a colleague's words in the customer's thread"
_OUR_OWN = "one of the desk's own people wrote it, where customers write"
_AMONG_OURSELVES = f"{NOT_A_REQUEST}: one of the desk's own people wrote it, where no customer is known to write"
_BETWEEN_US = "between engineers"
_NO_RULES = SlackRules()
_SURE = 0.95  # from which a question among colleagues is told from one to the desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a message belongs. `filed` says why it opens and continues nothing, "" where it does.

    `case` is what it continues, or is filed with; None for a case of its own. `thread` is to be the case's, None where
    it has one; `engineer` is who has answered the customer with it.
    """

    case: Case | None = None
    filed: str = ""
    reason: str = ""
    thread: Where | None = None
    engineer: ListedEngineer | None = None


def placed(run: Run, understood: Understood, sender: Sender) -> Placed:
    """Say where something said in Slack belongs."""
    accepted = understood.accepted
    said = spoken(run.connection, accepted)
    if said is None:
        return Placed(filed="its payload cannot be read")
    asked_for = turns.is_wanted(run.connection, accepted.id)
    thread = case_thread(run.connection, said)
    if not asked_for:
        ours = _between_us(run, said, thread) or _by_staff(run, said, sender, thread)
        if ours is not None:
            return ours
    theirs = _continued(run, (accepted, said), (understood, sender), thread)
    if theirs is not None:
        return theirs
    chatter = None if asked_for or said.bot else why_no_request(run, understood, said)
    if chatter is not None:
        return Placed(filed=f"{NOT_A_REQUEST}: {chatter}")
    stranger = "" if thread is None else f"it came in the thread of case {thread.case_id} from somebody not of it"
    return Placed(reason=stranger, thread=own_thread(said))


def keep_thread(run: Run, place: Where | None, case: Case | None) -> None:
    """Let a thread be a customer's case's, from now on; a talk is its newest case's."""
    if place is not None and case is not None:
        thread = Thread(place=place.address, case_id=case.id, side=Side.CUSTOMER, at=run.now)
        (threads.give if isinstance(place, Talk) else threads.add)(run.connection, thread)


def why_no_request(run: Run, understood: Understood, said: SlackMessage) -> str | None:
    """Return why a message that would open a case asks for nothing; None where it may, as in all doubt."""
    parsed = understood.parsed
    if parsed.attachments or parsed.claimed_level is not None or parsed.forwarded is not None:
        return None
    found = why_chatter(parsed.reply_text)
    if found is not None:
        return found
    opinion = understood.suggestion
    if opinion is None or opinion.abstained or opinion.alert or opinion.kind is not Kind.NOT_A_REQUEST:
        return None
    called = said.is_direct or any(one.mentions_us for one in heard_together(run.connection, understood.accepted))
    asks = "?" in parsed.text and opinion.confidence < _SURE  # "lunch at noon?" asks nothing of a desk
    asks = asks or asks_for_something(parsed.text)  # the model takes many a plain wish for no request
    if called or asks or understood.facts != Facts() or opinion.facts != Facts():
        return None
    return "chatter, as far as its words say"


def _between_us(run: Run, said: SlackMessage, thread: Thread | None) -> Placed | None:
    """Return where words in a thread of the engineers, or in their channel, belong; None for other places."""
    if thread is not None and thread.side is Side.INTERNAL:
        return Placed(filed=f"{_BETWEEN_US}, in the case's internal thread", case=_case(run, thread.case_id))
    channel = None if run.desk.slack is None else run.desk.slack.engineers
    if channel is not None and said.place.channel == channel.channel and channel.team in ("", said.place.team):
        return Placed(filed=f"{_BETWEEN_US}, in their own channel")
    return None


def _by_staff(run: Run, said: SlackMessage, sender: Sender, thread: Thread | None) -> Placed | None:
    if sender.how != STAFF:
        return None
    case = None if thread is None else _case(run, thread.case_id)
    if case is None:
        return Placed(filed=_OUR_OWN if is_among_customers(run.connection, said) else _AMONG_OURSELVES)
    answers = None if said.changes else engineer(run.connection, run.desk, said)
    return Placed(filed=COLLEAGUE, case=case, engineer=answers)


def _continued(
    run: Run, of: tuple[Accepted, SlackMessage], by: tuple[Understood, Sender], thread: Thread | None
) -> Placed | None:
    """Return the case that a message continues, by what is surest first; None for none."""
    (accepted, said), (understood, sender) = of, by
    edited = _edited(run, said)
    if edited is not None:
        return edited
    if thread is not None:
        case = _case(run, thread.case_id)
        if case is not None and _joins(run, case, said, sender):
            return Placed(case=case, thread=own_thread(said))
    for number in named_cases(understood.parsed.reply_text):
        case = _case(run, number)
        if case is not None and _joins(run, case, said, sender):
            return Placed(case=case, thread=own_thread(said), reason="it names the case")
    return _just_before(run, accepted, said)


def _edited(run: Run, said: SlackMessage) -> Placed | None:
    """Return the case of the message that an edit changes, None for no edit and where that opened none."""
    first = turns.by_key(run.connection, f"{said.place.lane}/{said.changes}") if said.changes else None
    case = None if first is None or first.case_id is None else _case(run, first.case_id)
    if first is None or case is None or first.outcome is Outcome.FILED:
        return None
    return Placed(case=case, reason=f"an edit of message {first.id}")


def _just_before(run: Run, accepted: Accepted, said: SlackMessage) -> Placed | None:
    """Return the case that the same person spoke of a moment ago in the same place; None where they did not.

    In a thread that moment has no end: it is a stranger's own case in another's thread. To the bot alone people speak
    of one matter for a while, while its case is open. Elsewhere only what belongs to the same breath, and came late.
    """
    rules, place = run.desk.slack or _NO_RULES, said.place
    near = timedelta(days=3650) if place.thread else rules.same_matter if said.is_direct else rules.quiet
    part = Part(
        message_id=accepted.id, first_id=accepted.id, place=place.address, person=said.person.handle, at=said.at
    )
    number = turns.last_case(run.connection, part, near)
    case = None if number is None else _case(run, number)
    if case is None or (said.is_direct and not place.thread and case.closed_at is not None):
        return None
    return Placed(case=case)


def _joins(run: Run, case: Case, said: SlackMessage, sender: Sender) -> bool:
    """Tell whether somebody may add to a case; what is answered then goes to the place in which they did.

    An address in a profile of another workspace than the desk's own lets nobody in: it is easily invented.
    """
    if case.contact_address == said.person.handle:
        return True
    sure = sender.degree is Degree.PROVED or said.person.team in home_of(run.connection, run.desk.slack, said)
    return sure and may_join(case, sender, proved=False)


def _case(run: Run, number: int) -> Case | None:
    return cases.find(run.connection, number) if 0 < number < 2**62 else None
