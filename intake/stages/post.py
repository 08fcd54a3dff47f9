"""Post: what a mail of ours may say about a case, whether an address may be written to, and its place in the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from intake.contract.decide import stated
from intake.contract.zones import zone
from intake.domain.caps import Account
from intake.domain.case import Case, MailKind, Outgoing
from intake.domain.chats import Where
from intake.domain.contract import Channel, Fact, PromiseKind
from intake.domain.erased import ERASED
from intake.domain.kept import done_since
from intake.domain.message import Address, Attachment, ParsedMessage
from intake.domain.promise import Promise
from intake.domain.window import Talk
from intake.render.buttons import Buttons
from intake.render.letter import Letter, Medium, Written
from intake.render.mail import MailHeaders, can_be_written_to, mail
from intake.stages import caps
from intake.stages.chat.post import addressed, choices, controls_below, raw_line, raw_post, way_to
from intake.stages.desk import Run
from intake.stages.still_owed import done_before
from intake.stages.unreachable import why_unreachable
from intake.storage import audit, customers, kept, outbox
from intake.thread.token import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail about to be queued; `key` makes it one of its kind, `answered` is the message it answers, if any.

    `to` is an engineer's address for a letter between ourselves, None for the case's contact; `reply_to` says what an
    answer to it will count as, `auto_submitted` what sort of machine wrote it (None: a person did). `account` is what
    caps count it on, None for the case's own. What `asks` has a yes and a no below it where the customer chats. `place`
    is where a post goes, None for where the customer wrote last.
    """

    kind: MailKind
    key: str
    written: Written
    answered: ParsedMessage | None = None
    to: str | None = None
    reply_to: Purpose = Purpose.CASE
    auto_submitted: str | None = "auto-replied"
    attachments: tuple[Attachment, ...] = ()
    account: Account | None = None
    asks: bool = False
    place: Where | None = None


def unanswerable(run: Run, case: Case, parsed: ParsedMessage) -> str | None:
    """Return why a message gets no answer from us, whoever decides to write one; None when it may get one."""
    if case.contact_address == ERASED:
        return "what is known of them was erased"
    if not parsed.acknowledge:
        return parsed.why_not or "not to be answered"
    reached = can_be_written_to(case.contact_address) or way_to(run, case) is not None
    return None if reached else "no address that could be answered"


def why_silent(run: Run, case: Case, parsed: ParsedMessage) -> str | None:
    """Return why a machine writes nothing in answer to a message, or None; what a person writes is tried all the same.

    An address that takes no mail is written to no more, until an engineer says otherwise or somebody writes from it.
    """
    found = unanswerable(run, case, parsed)
    if found is not None or way_to(run, case) is not None:
        return found
    return why_unreachable(run.connection, case.contact_address)


def letter(run: Run, case: Case, found: Promise | None, previous: Promise | None) -> Letter:
    """Gather what a mail about a case may say, or what is said in its thread; what was done is not promised again."""
    customer = None if case.customer_id is None else customers.get(run.connection, case.customer_id)
    acts = kept.of_case(run.connection, case.id)
    done = frozenset() if found is None else done_since(acts, found.received_at) | done_before(case, acts)
    about = Letter(
        case_number=case.id,
        received_at=case.opened_at,
        subject=case.subject,
        contact_name=case.contact_name or None,
        customer_name=None if customer is None else customer.name,
        language=case.language,
        zone=zone(case.zone),
        promise=None if found is None else _without(found, done),
        contract=None if found is None else run.desk.contract_of(case),
        claimed=case.claimed,
        previous=previous,
        stated=_stated(case),
        answered=PromiseKind.INITIAL_RESPONSE in done,
    )
    about = addressed(run, case, about)
    return replace(about, chooses=about.medium is Medium.CHAT and not about.answered and _may_choose(about, case))


def _may_choose(about: Letter, case: Case) -> bool:
    """Tell whether the levels stand below what is said in a chat, for the customer to choose from."""
    return about.contract is not None and bool(choices(about.contract, case))


def _without(found: Promise, done: frozenset[PromiseKind]) -> Promise:
    return replace(found, others=tuple(other for other in found.others if other.promise not in done))


def _stated(case: Case) -> frozenset[Fact]:
    facts = None if case.asked is None else case.asked.facts
    return frozenset() if facts is None else stated(facts)


def send(run: Run, case: Case, draft: Draft) -> int | None:
    """Queue a mail to a case's contact, or to whom the draft says, or a post in its thread; return its number.

    The key decides, whatever is run again: None when a mail with it is there already.
    """
    is_chat = draft.to is None and bool(draft.written.marked)
    place = draft.place or way_to(run, case) if is_chat else None
    outgoing = _mail(run, case, draft) if place is None else _post(run, case, draft, place)
    if not outbox.add(run.connection, outgoing, run.now):
        return None
    if draft.to is None and draft.auto_submitted is not None:
        caps.count(run, case, draft.account)
    files = {"files": len(draft.attachments)} if draft.attachments else {}
    detail = {"mail": outgoing.id, "message_id": outgoing.message_id, **files}
    channel = Channel.WEB_CHAT if isinstance(place, Talk) else Channel.SLACK
    note(run, case, f"{draft.kind}.written", detail if place is None else {**detail, "channel": str(channel)})
    return outgoing.id


def _mail(run: Run, case: Case, draft: Draft) -> Outgoing:
    desk, number, answered = run.desk, outbox.next_id(run.connection), draft.answered
    recipient = case.contact_address if draft.to is None else draft.to
    headers = MailHeaders(
        sender=Address(name=desk.name, address=desk.address),
        to=recipient,
        message_id=desk.signer.message_id(number, desk.domain),
        date=run.now.astimezone(desk.zone),
        in_reply_to=None if answered is None else answered.message_id,
        references=() if answered is None else answered.references,
        reply_to=desk.signer.address(desk.address, draft.reply_to, case.id, run.now),
        loop_mark=desk.own.loop_mark,
        auto_submitted=draft.auto_submitted,
    )
    return Outgoing(
        id=number,
        case_id=case.id,
        kind=draft.kind,
        key=draft.key,
        recipient=recipient,
        # Without one nobody can tell us that it did not arrive (RFC 5321 section 4.5.5).
        mail_from=desk.signer.address(desk.address, Purpose.BOUNCE, number, run.now) if desk.bounces else "",
        message_id=headers.message_id,
        raw=mail(draft.written, headers, draft.attachments),
    )


def _post(run: Run, case: Case, draft: Draft, place: Where) -> Outgoing:
    """Return what goes into a thread or a talk; its Message-ID is how we know it again among what stands there."""
    number = outbox.next_id(run.connection)
    return Outgoing(
        id=number,
        case_id=case.id,
        kind=draft.kind,
        key=draft.key,
        recipient=place.address,
        mail_from="",
        message_id=run.desk.signer.message_id(number, run.desk.domain),
        raw=_raw(run, case, draft, (place, number)),
    )


def _raw(run: Run, case: Case, draft: Draft, to: tuple[Where, int]) -> bytes:
    place, number = to
    if isinstance(place, Talk):
        return raw_line(draft.written, draft.attachments)
    controls = replace(controls_below(run, case, draft.kind, number), asks=draft.asks)
    return raw_post(draft.written, Buttons(run.desk.templates, case.language), controls, draft.attachments)


def note(run: Run, case: Case, event: str, detail: Mapping[str, object]) -> None:
    """Put on the trail what became of a mail."""
    audit.write(run.connection, audit.Entry(at=run.now, actor="bot", event=event, case_id=case.id, detail=detail))
