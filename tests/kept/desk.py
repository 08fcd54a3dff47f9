"""A desk whose engineers are listed: they answer by mail or at the command line, and are warned."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy

from intake.domain.case import Accepted, MailKind, Outgoing
from intake.domain.kept import Act, Held, held
from intake.domain.staff import ListedEngineer
from intake.review.close import Closed, close
from intake.review.engineer import Engineer
from intake.review.kept import begin_work
from intake.review.reply import Reply, reply
from intake.stages.answer import Answered
from intake.stages.desk import Run
from intake.storage import kept, timers
from intake.thread.token import Purpose
from tests.stages.office import Office, mail

KIM = ListedEngineer(name="Kim", address="kim@desk-people.example")
LEE = ListedEngineer(name="Lee", address="lee@desk-people.example")


def staffed(office: Office, *engineers: ListedEngineer, warn_at: tuple[float, ...] = (0.5, 0.8)) -> Office:
    """List engineers at a desk, Kim and Lee unless told otherwise."""
    office.desk = replace(office.desk, engineers=engineers or (KIM, LEE), warn_at=warn_at)
    return office


def address_of(office: Office, number: int = 1001) -> str:
    """Return a case's address for engineers."""
    return office.desk.signer.address(office.desk.address, Purpose.ENGINEER, number, office.now)


def answers_by_mail(
    office: Office,
    body: str,
    *headers: str,
    by: ListedEngineer = KIM,
    number: int = 1001,
    at: datetime | None = None,
    raw: bytes | None = None,
) -> Accepted:
    """Bring an engineer's mail to a case's address for engineers."""
    to = address_of(office, number)
    written = raw or mail(body, *headers, sender=f"{by.name} <{by.address}>", to=to, subject="Re: Due soon")
    return office.mail_in(written, mail_from=by.address, rcpt_to=(to,), at=at)


def replies(
    office: Office, text: str = "We look at it.", number: int = 1001, *, by: str = "Sam", begins_work: bool = False
) -> Answered:
    """Reply as `intake reply` does."""
    with office.database.write() as connection:
        engineer = Engineer(name=by, run=Run(connection=connection, desk=office.desk, now=office.now))
        return reply(engineer, number, Reply(text=text, signed=by, begins_work=begins_work))


def begins(office: Office, number: int = 1001, *, by: str = "Sam") -> Held | None:
    with office.database.write() as connection:
        engineer = Engineer(name=by, run=Run(connection=connection, desk=office.desk, now=office.now))
        return begin_work(engineer, number)[1]


def closes(office: Office, number: int = 1001, *, resolved: bool = True, reason: str = "done") -> Closed:
    with office.database.write() as connection:
        engineer = Engineer(name="Sam", run=Run(connection=connection, desk=office.desk, now=office.now))
        return close(engineer, number, reason, resolved=resolved)


def acts(office: Office, number: int = 1001) -> list[Act]:
    with office.reading() as connection:
        return kept.of_case(connection, number)


def standing(office: Office, number: int = 1001) -> dict[str, str]:
    """Return how each undertaking of a case stands: its state, and how long before (-) or after (+) its deadline."""
    found = held(office.case(number), acts(office, number))
    return {str(one.owed.promise): f"{one.state}{margin(one)}" for one in found}


def margin(one: Held) -> str:
    if one.margin is None:
        return ""
    seconds = -int(one.margin.total_seconds())
    return f" {'+' if seconds > 0 else '-'}{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02}:{abs(seconds) % 60:02}"


def of_kind(office: Office, kind: MailKind, number: int = 1001) -> list[Outgoing]:
    return [sent for sent in office.mails(number) if sent.kind == kind]


def text_of(sent: Outgoing) -> str:
    """Return the plain text of a mail, on one line."""
    plain = message_from_bytes(sent.raw, policy=policy.default).get_body(("plain",))
    assert plain is not None
    return " ".join(str(plain.get_content()).replace("\N{NO-BREAK SPACE}", " ").split())


def header_of(sent: Outgoing, name: str) -> str:
    return str(message_from_bytes(sent.raw, policy=policy.default)[name] or "")


def rings_at(office: Office, number: int = 1001) -> list[datetime]:
    """Return when a case's timers ring."""
    with office.reading() as connection:
        return [timer.due_at for timer in timers.of_case(connection, number)]
