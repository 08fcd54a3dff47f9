"""Wrote: what a customer's people and we have written on a case, in the order of time, and nothing said between us."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from intake.domain.case import MailKind, Outgoing
from intake.domain.chats import is_chat, where
from intake.domain.contract import Channel
from intake.domain.portal_pages import FileShown, Wrote
from intake.domain.slack import Place
from intake.domain.window import Talk
from intake.identify.sender import normal
from intake.parse.message import parse_mail
from intake.render.flow import laid_out
from intake.render.portal import received
from intake.review.deleted import deleted_in, is_part, without_deleted
from intake.review.files import files_of
from intake.review.portal.promised import letter_of
from intake.review.queue import CaseFile, CaseMessage
from intake.review.slack.wording import as_they_stand
from intake.stages.chat.turns import PART_OF
from intake.stages.desk import Run
from intake.stages.remembered import of_customer
from intake.stages.who import StoredDirectory
from intake.stages.window.links import whose
from intake.stages.window.theirs import may_read
from intake.thread.file_link import FileOf, KeptFile, file_url

_TO_CUSTOMERS = frozenset(
    {MailKind.ACKNOWLEDGEMENT, MailKind.RECEIPT, MailKind.LEVEL_CHANGE, MailKind.CONSENT, MailKind.REPLY}
)


@dataclass(frozen=True, slots=True)
class _Timed:
    at: datetime
    wrote: Wrote


def written_on(run: Run, found: CaseFile, reader: str) -> tuple[Wrote, ...]:
    """Return what both sides wrote, the first first, as whoever has the address `reader` is shown it."""
    both = [*_theirs(run, found, reader), *_ours(run, found)]
    return tuple(one.wrote for one in sorted(both, key=lambda one: one.at))


def _theirs(run: Run, found: CaseFile, reader: str) -> Iterator[_Timed]:
    gone, shown = deleted_in(found), without_deleted(found)
    people = {accepted.id for accepted in of_customer(one.accepted for one in found.messages)}
    said = [one for one in shown.messages if one.accepted.id in people and not is_part(one) and not _staff(run, one)]
    for told in as_they_stand(run.connection, said):
        message = told.message
        at, deleted = message.accepted.envelope.received_at, message.accepted.id in gone
        yield _Timed(
            at,
            Wrote(
                ours=False,
                by=_writer(run, found, message),
                own=normal(message.parsed.sender.address) == normal(reader),
                at=_moment(run, found, at),
                text="" if deleted else message.parsed.reply_text.strip(),
                files=() if deleted else tuple(_their_files(run, found, message)),
                deleted=deleted,
            ),
        )


def _staff(run: Run, message: CaseMessage) -> bool:
    """Tell whether one of ours wrote it: what they add to a mail that they pass on is not for the customer."""
    ours = {engineer.address for engineer in run.desk.engineers}
    return bool({normal(message.parsed.sender.address), normal(message.accepted.envelope.mail_from or "")} & ours)


def _writer(run: Run, found: CaseFile, message: CaseMessage) -> str:
    """Return the name that a message gives its writer, else the one that we know them by, else their address."""
    sender = message.parsed.sender
    if sender.name or not sender.address or is_chat(sender.address):
        return sender.name or found.case.contact_name
    known = whose(run.connection, run.desk, normal(sender.address))
    return sender.address if known is None else known[1] or sender.address


def _their_files(run: Run, found: CaseFile, message: CaseMessage) -> Iterator[FileShown]:
    """Yield a message's files, with those of what was read together with it; of Slack's we have the names alone."""
    if message.accepted.channel is Channel.SLACK:
        yield from (FileShown(name=one.name, size=one.size) for one in message.parsed.attachments)
        return
    parts = [one for one in found.messages if one.accepted.reason == f"{PART_OF} {message.accepted.id}"]
    for part in (message, *parts):
        yield from _files(
            run, KeptFile(of=FileOf.MESSAGE, number=part.accepted.id, which=0), part.accepted.envelope.raw
        )


def _files(run: Run, first: KeptFile, raw: bytes) -> Iterator[FileShown]:
    for place, file in enumerate(files_of(raw)):
        address = file_url(run.desk.files, run.desk.signer, replace(first, which=place), run.now)
        yield FileShown(name=file.name, size=len(file.content), address=address)


def _ours(run: Run, found: CaseFile) -> Iterator[_Timed]:
    for mail in found.mails:
        if mail.kind in _TO_CUSTOMERS and mail.raw and mail.queued_at is not None and _is_theirs(run, found, mail):
            wrote = Wrote(
                ours=True,
                by="" if found.contract is None else found.contract.vendor,
                at=_moment(run, found, mail.queued_at),
                text=_without_links(run, _text(mail)),
                automatic=mail.kind is not MailKind.REPLY,
                files=tuple(_files(run, KeptFile(of=FileOf.MAIL, number=mail.id, which=0), mail.raw)),
            )
            yield _Timed(mail.queued_at, wrote)


def _is_theirs(run: Run, found: CaseFile, mail: Outgoing) -> bool:
    """Tell whether a letter went to this company: a case that was given to it may have been another's before."""
    address, place = normal(mail.recipient), where(mail.recipient)
    if isinstance(place, Talk):
        return may_read(run.connection, found.case, place)
    if isinstance(place, Place):
        owner = StoredDirectory(run.connection).by_channel(place.team, place.channel)
        return owner is None or owner.id == found.case.customer_id
    if address == normal(found.case.contact_address):
        return True
    known = whose(run.connection, run.desk, address)
    return known is not None and known[0].id == found.case.customer_id


def _text(mail: Outgoing) -> str:
    """Return a letter's words as they were sent."""
    if mail.is_post:
        from intake.render.slack.letter import Post  # a desk without Slack never needs its library

        return Post.read(mail.raw).words
    if mail.is_line:
        from intake.render.window.letter import Shown

        return Shown.read(mail.raw).words
    text = parse_mail(mail.raw).text
    # Our own paragraphs were broken for old terminals; a person's words keep their lines.
    return text.strip() if mail.kind is MailKind.REPLY else laid_out(text, width=None).strip()


def _without_links(run: Run, text: str) -> str:
    """Return a letter's words without its one-time links: the page has buttons in their place."""
    base = run.desk.web
    if not base:
        return text
    return "\n".join(line for line in text.splitlines() if f"{base.rstrip('/')}/consent/" not in line).strip()


def _moment(run: Run, found: CaseFile, at: datetime) -> str:
    return received(replace(letter_of(run, found.case), received_at=at), run.desk.templates)
