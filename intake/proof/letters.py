"""One letter rendered and read: what is wrong with its subject, its text and its HTML."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from intake.contract.decide import stated
from intake.domain.contract import Channel, NoticeId
from intake.domain.promise import Promise, Situation
from intake.proof.blocks import block_text, dates, is_at, strays
from intake.proof.claims import Told, claims
from intake.proof.languages.tongue import Tongue
from intake.proof.notices import untold_notices
from intake.proof.page import page_text
from intake.proof.phrasebook import Phrasebook, phrasebook
from intake.proof.text import left_out, read, unbacked
from intake.render.buttons import Buttons
from intake.render.letter import ConsentLinks, Letter, Medium, Written
from intake.render.templates import Templates
from intake.render.write import acknowledgement, consent, level_change

CASE = 1042
SUBJECT = "Cannot post invoices"
NAME = "Ann Lee"


def acknowledged(promise: Promise, asked: Situation, zone: tzinfo, book: Phrasebook) -> Letter:
    """Return what the acknowledgement of a promise is made from, in the medium of its channel."""
    chats = asked.channel in (Channel.SLACK, Channel.WEB_CHAT)
    return Letter(
        case_number=CASE,
        received_at=asked.received_at,
        subject=SUBJECT,
        contact_name=NAME,
        customer_name=None,
        language=book.tongue.code,
        zone=zone,
        promise=promise,
        contract=book.contract,
        claimed=asked.claimed,
        stated=frozenset() if asked.facts is None else stated(asked.facts),
        medium=Medium.CHAT if chats else Medium.MAIL,
        threaded=asked.channel is Channel.SLACK,
    )


def letter_flaws(letter: Letter, book: Phrasebook, templates: Templates) -> tuple[str, ...]:
    """Return what is wrong with an acknowledgement, whichever way it goes; raises BadInput for a template's mistake."""
    written, told = acknowledgement(letter, templates), _told(letter, book)
    return (*_of_text(written, told), *_of_shown(letter, written, told, templates))


def text_flaws(letter: Letter, book: Phrasebook, templates: Templates) -> tuple[str, ...]:
    """Return what is wrong with an acknowledgement's plain text alone; raises BadInput for a template's mistake."""
    return tuple(_of_text(acknowledgement(letter, templates), _told(letter, book)))


def change_flaws(letter: Letter, previous: Promise, book: Phrasebook, templates: Templates) -> tuple[str, ...]:
    """Return what is wrong with what is said when an engineer has decided, whichever way it goes."""
    decided = replace(letter, previous=previous, decided_by="Sam", decided_at=letter.received_at + timedelta(hours=1))
    written, told = level_change(decided, templates), _decided(_told(letter, book))
    return (*_of_text(written, told), *_of_shown(letter, written, told, templates))


def consent_flaws(letter: Letter, previous: Promise, book: Phrasebook, templates: Templates) -> tuple[str, ...]:
    """Return what is wrong with how a customer is asked to agree: what would hold, by when, its notices, no more."""
    asked = replace(letter, previous=previous, decided_by="Sam")
    written, told = consent(asked, templates, ConsentLinks(agree=None, refuse=None)), _decided(_told(letter, book))
    reading = read(written.body, told)
    lost = (f"it does not say {claim} with its clause" for claim in claims(told) if claim not in reading.made)
    lost_notices = untold_notices(reading.blocks, told)
    of_subject = _of_subject(written, told) if letter.medium is Medium.MAIL else ()
    return (*reading.unbacked, *lost, *lost_notices, *of_subject, *_of_shown(letter, written, told, templates))


Write = Callable[[Letter, Templates], Written]


def receipt_flaws(letter: Letter, tongue: Tongue, write: Write, templates: Templates) -> tuple[str, ...]:
    """Return what is wrong with what a sender gets whose contract is not known, or whom nothing proves."""
    written, told = write(letter, templates), _told(letter, phrasebook(None, tongue))
    return (*_of_text(written, told), *_of_shown(letter, written, told, templates))


def received(at: datetime, zone: tzinfo, tongue: Tongue, channel: Channel) -> Letter:
    """Return what a receipt is made from."""
    chats = channel in (Channel.SLACK, Channel.WEB_CHAT)
    return Letter(
        case_number=CASE,
        received_at=at,
        subject=SUBJECT,
        contact_name=NAME,
        customer_name=None,
        language=tongue.code,
        zone=zone,
        medium=Medium.CHAT if chats else Medium.MAIL,
        threaded=channel is Channel.SLACK,
    )


def _told(letter: Letter, book: Phrasebook) -> Told:
    over = {NoticeId.CLOSED_NOW} if letter.answered else set()  # it is about how long the first answer takes
    return Told(
        book=book,
        promise=letter.promise,
        zone=letter.zone,
        received=letter.received_at,
        case_number=letter.case_number,
        aside=(SUBJECT, NAME),
        notices=() if letter.promise is None else tuple(each for each in letter.promise.notices if each not in over),
        answered=letter.answered,
    )


def _decided(told: Told) -> Told:
    """Return what a letter is about whose level an engineer has decided: no longer provisional."""
    return replace(told, notices=tuple(each for each in told.notices if each is not NoticeId.PROVISIONAL_LEVEL))


def _of_text(written: Written, told: Told) -> Iterator[str]:
    reading = read(written.body, told)
    yield from (*reading.unbacked, *left_out(written.body, told, reading))
    if not written.marked:
        yield from _of_subject(written, told)


def _of_subject(written: Written, told: Told) -> Iterator[str]:
    if f"[case {told.case_number}]" not in written.subject:
        yield f"the subject does not carry [case {told.case_number}]: the customer's answer would find no case"
    yield from unbacked(written.subject, told)


def _of_shown(letter: Letter, written: Written, told: Told, templates: Templates) -> Iterator[str]:
    """Check what is shown beside the plain text: a page in a mail, blocks in Slack."""
    if letter.medium is Medium.MAIL:
        yield from _of_page(written, told)
    elif letter.threaded:
        yield from _of_blocks(written, told, Buttons(templates, letter.language))


def _of_blocks(written: Written, told: Told, buttons: Buttons) -> Iterator[str]:
    """Check the blocks: the plain text's words, behind them only which clock shows them, and no other instant."""
    from intake.render.slack.letter import post  # only here: its library takes a moment to load

    made = post(written, buttons)
    main, small = block_text(made.blocks)
    words, body = _words(f"{main}\n\n{small}".replace("\n- ", "\n")), _words(_unlisted(written.body))
    if words[: len(body)] != body:
        yield "the blocks do not say word for word what the plain text says"
    for stray in strays(made.blocks):
        yield f"{stray} in the blocks is more than words"
    for dated in dates(made.blocks):
        marks = [mark.moment for block in told.book.blocks(dated.words) for one in block for _, mark in one.marks]
        found = [moment for moment in marks if moment is not None]
        if not dated.has_time or len(found) != 1 or not is_at(found[0], dated.instant, told.zone):
            yield f'"{dated.words}" is shown as another instant, {dated.instant.isoformat()}'


def _unlisted(body: str) -> str:
    return f"\n{body}".replace("\n- ", "\n")


def _of_page(written: Written, told: Told) -> Iterator[str]:
    """Check the HTML: it shows the plain text's words and no others, and its labels name no time."""
    shown, labels = page_text(written.html)
    for label in labels:
        yield from unbacked(label, told)
    if _words(shown) != _words(written.body.replace("\n- ", "\n")):
        yield "the HTML does not say word for word what the plain text says"


def _words(text: str) -> list[str]:
    return text.removeprefix("- ").split()
