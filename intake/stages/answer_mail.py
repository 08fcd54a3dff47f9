"""Answer by mail: what an engineer writes to a case's address for engineers goes on to the customer.

Only new words go on. Nothing that quotes a letter between ourselves does: a mail program that marks its quotes badly
must not show a customer our warning, least of all the address that makes a mail an engineer's. Nor does anything whose
sender is in doubt, or unproved where the desk wants senders proved: From and envelope are anybody's to write.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes, policy

from intake.domain.case import Case, MailKind
from intake.domain.message import Attachment, ParsedMessage
from intake.domain.slack import Place
from intake.domain.staff import ListedEngineer
from intake.render.internal import NoteWords, note
from intake.stages import enclosed
from intake.stages.answer import Answer, answer, by_mail, why_not
from intake.stages.calls.call import customer_name
from intake.stages.chat.post import way_to
from intake.stages.desk import Run
from intake.stages.identified import binds
from intake.stages.ingest import Ingested
from intake.stages.post import Draft, send
from intake.stages.understand import Understood
from intake.storage import audit, outbox
from intake.thread.engineers import gives_away
from intake.thread.token import Purpose

_BETWEEN_OURSELVES = (MailKind.WARNING, MailKind.PAGE)
_TELLING = 30  # letters: a shorter sentence may stand in anybody's words
_MOST_NOTES = 5  # about one case to one engineer: a machine without a mark may answer each


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """An engineer's mail about a case; `proved` tells whether their word may go to a customer."""

    run: Run
    case: Case
    engineer: ListedEngineer
    understood: Understood
    proved: bool


def answered_by_mail(run: Run, understood: Understood, ingested: Ingested) -> None:
    """Pass an engineer's words on and record the answer, or say on the trail and to them why not."""
    if ingested.case is None or ingested.engineer is None:
        return
    mail = _Written(
        run=run,
        case=ingested.case,
        engineer=ingested.engineer,
        understood=understood,
        proved=binds(run, ingested.sender),
    )
    text = own_words(understood.parsed)
    refused = _refused(mail, text)
    if refused is None:
        _pass_on(mail, text)
        return
    _trail(mail, "reply.withheld", {"engineer": mail.engineer.name, "reason": refused})
    _tell(mail, refused)


def own_words(parsed: ParsedMessage) -> str:
    """Return what the writer wrote; "" for a mail that only forwards what others did."""
    forwarded = parsed.forwarded
    if forwarded is None:
        return parsed.reply_text
    theirs = {line.strip() for line in forwarded.text.splitlines()}
    own = any(line.strip() not in theirs for line in parsed.reply_text.splitlines())
    return parsed.reply_text if own else ""


def _pass_on(mail: _Written, text: str) -> None:
    accepted = mail.understood.accepted
    files, left = _files(mail)
    if isinstance(way_to(mail.run, mail.case), Place):
        enclosed.keep(mail.run, accepted.id, files)
    words = Answer(
        text=text,
        key=f"reply:{mail.case.id}:message:{accepted.id}",
        act=by_mail(accepted, mail.case, mail.engineer.name),
        signed=mail.engineer.name,
        attachments=files,
    )
    answer(mail.run, mail.case, words)
    if left:
        _trail(mail, "reply.without_mails", {"left_out": list(left)})
        _tell(mail, _why_left(mail, left), part=True)


def _why_left(mail: _Written, left: tuple[str, ...]) -> str:
    names = ", ".join(left)
    if way_to(mail.run, mail.case) is not None:
        most = enclosed.largest(mail.run) / 1_000_000
        return f"attached mails, empty files and those of more than {most:g} MB do not go into a chat ({names})"
    return f"a mail is attached to it, and attached mails are not passed on ({names})"


def _refused(mail: _Written, text: str) -> str | None:
    parsed = mail.understood.parsed
    if not mail.proved:
        return "it is not proved that you wrote it (SPF, DKIM); answer with intake reply, and if you did not, say so"
    if not parsed.acknowledge:
        return parsed.why_not or "it is not to be answered"
    if _quotes_us(mail, text):
        return "it quotes a letter between engineers in a way that could not be told from your own words"
    return why_not(mail.run, mail.case, text)


def _quotes_us(mail: _Written, text: str) -> bool:
    said, letters = _one_line(text), outbox.of_case(mail.run.connection, mail.case.id)
    internal = (letter for letter in letters if letter.kind in _BETWEEN_OURSELVES)
    given_away = gives_away(text, mail.run.desk.signer)
    return given_away or any(sentence in said for letter in internal for sentence in _sentences(letter.raw))


def _sentences(raw: bytes) -> Iterator[str]:
    plain = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    for sentence in "" if plain is None else _one_line(str(plain.get_content())).split(". "):
        if len(sentence) >= _TELLING:
            yield sentence


def _one_line(text: str) -> str:
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").replace(">", " ").split())


def _files(mail: _Written) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Return the files that go on, and the names of those that do not: attached mails, which may be ours.

    Into a chat goes nothing that is empty or too large for it.
    """
    attached, chats = mail.understood.parsed.attachments, way_to(mail.run, mail.case) is not None
    most = enclosed.largest(mail.run)
    left = [one for one in attached if _may_be_ours(mail, one) or (chats and not 0 < len(one.content) <= most)]
    files = tuple(found for found in attached if found not in left)
    return files, tuple(found.name or "a file without a name" for found in left)


def _may_be_ours(mail: _Written, found: Attachment) -> bool:
    """Tell whether a file may be a letter between ourselves."""
    signer = mail.run.desk.signer
    return enclosed.is_mail(found.name, found.content_type) or enclosed.holds_ours(signer, found.content)


def _tell(mail: _Written, why: str, *, part: bool = False) -> None:
    """Write to the engineer, once for a message of theirs, and not for ever."""
    engineer, notes = mail.engineer.address, f"note:{mail.case.id}:"
    told = [sent for sent in outbox.of_case(mail.run.connection, mail.case.id) if sent.key.startswith(notes)]
    if sum(sent.recipient == engineer for sent in told) >= _MOST_NOTES:
        return
    words = NoteWords(
        case_number=mail.case.id,
        customer=customer_name(mail.run, mail.case),
        subject=mail.case.subject,
        why=why,
        part=part,
        answer_address=engineers_address(mail.run, mail.case),
    )
    draft = Draft(
        kind=MailKind.WARNING,
        key=f"{notes}message:{mail.understood.accepted.id}",
        written=note(words, mail.run.desk.templates),
        answered=mail.understood.parsed,
        to=engineer,
        reply_to=Purpose.ENGINEER,
    )
    send(mail.run, mail.case, draft)


def engineers_address(run: Run, case: Case) -> str:
    """Return the address at which an engineer's mail counts as an answer; tell it to engineers only."""
    return run.desk.signer.address(run.desk.address, Purpose.ENGINEER, case.id, run.now)


def _trail(mail: _Written, event: str, detail: Mapping[str, object]) -> None:
    entry = audit.Entry(
        at=mail.run.now,
        actor="bot",
        event=event,
        case_id=mail.case.id,
        message_id=mail.understood.accepted.id,
        detail=detail,
    )
    audit.write(mail.run.connection, entry)
