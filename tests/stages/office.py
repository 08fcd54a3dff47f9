"""A desk on a real store: mail goes in as bytes, and all that becomes of it can be read back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import Connection

from intake.bootstrap.library import read_contracts
from intake.bootstrap.templates import read_templates
from intake.contract.versions import Contracts, gathered
from intake.database.engine import Database
from intake.domain.caps import Cap, Caps
from intake.domain.case import Accepted, Case, Outgoing
from intake.domain.contract import Channel
from intake.domain.customer import Customer
from intake.domain.message import Envelope
from intake.domain.suggestion import Evidence, Facts, Kind, Locations, Scope, Suggestion
from intake.parse.machines.own import OwnAddresses
from intake.render.templates import Templates
from intake.review.answers import hear
from intake.stages.accept import accept
from intake.stages.desk import Desk
from intake.storage import audit, cases, customers, decisions, messages, outbox, tables
from intake.storage.decisions import Decision, Feedback
from intake.thread.token import Signer
from intake.worker.timers import ring_timers
from intake.worker.work import Workshop, work
from tests.stages.store import open_store

SUPPORT = "support@desk.example"
SECRET = "a secret that only the tests know"  # the same as in the settings files of the CLI tests
TUESDAY = datetime.fromisoformat("2026-05-12T10:00:00-04:00")
CONTRACTS = ("gotomyerp-plans", "gotomyerp", "helpdesk", "priority-matrix", "erp-maestro")

# What the fake classifier reads in a text, so that a test's mail can be read by a person as well.
STATEMENTS: dict[str, dict[str, object]] = {
    "nobody can connect": {"scope": Scope.ALL, "connectivity": True},
    "cannot connect": {"connectivity": True},
    "from both offices": {"locations": Locations.TWO_OR_MORE},
    "at one office": {"locations": Locations.ONE},
    "since the planned upgrade": {"planned_event": True},
    "it works again": {"over": True},
}


@cache
def contracts(*only: str) -> Contracts:
    """Return the shipped contracts, or those of the ids given."""
    shipped = read_contracts()
    return gathered(found for found in shipped.versions if not only or found.id in only)


@cache
def templates() -> Templates:
    return read_templates()


def opinion(severity: int = 3, *, sure: bool = True, alert: bool = False, kind: Kind = Kind.INCIDENT) -> Suggestion:
    """Return a suggestion: of a confident model, or of one that abstains."""
    return Suggestion(
        severity=severity,
        probabilities={level: 0.85 if level == severity else 0.05 for level in (1, 2, 3, 4)},
        confidence=0.85,
        abstained=not sure,
        alert=alert,
        kind=kind,
        facts=Facts(),
        model="severity@test",
    )


UNSURE = opinion(3, sure=False)


@dataclass
class Opinions:
    """Suggests what the test says; `heard` are the texts it was asked about."""

    answer: Suggestion = UNSURE
    ready: bool = True
    trained: bool = True
    note: str = "what the test says"
    fault: Exception | None = None
    heard: list[str] = field(default_factory=list)

    def suggest(self, *, channel: str, subject: str | None, text: str) -> Suggestion:
        self.heard.append(text)
        facts, evidence = self.facts(text)
        return replace(self.answer, facts=facts, evidence=evidence)

    def facts(self, text: str) -> tuple[Facts, tuple[Evidence, ...]]:
        if self.fault is not None:
            raise self.fault
        found, evidence = Facts(), []
        for words, stated in STATEMENTS.items():
            at = text.lower().find(words)
            if at >= 0:
                found = replace(found, **stated)  # type: ignore[arg-type] # the table's values are the fields' own
                why = ", ".join(f"{fact}={'yes' if value is True else value}" for fact, value in stated.items())
                evidence.append(Evidence(text=text[at : at + len(words)], start=at, end=at + len(words), why=why))
        return found, tuple(evidence)


_numbers = count(1)


def mail(
    body: str = "The invoice list stays empty.",
    *headers: str,
    subject: str = "Cannot post invoices",
    sender: str = "Ann Lee <ann@acme.example>",
    to: str = SUPPORT,
    message_id: str | None = None,
) -> bytes:
    """Return a mail as its bytes; `headers` are lines added to it, each mail has its own Message-ID."""
    own = message_id or f"<m{next(_numbers)}@acme.example>"
    lines = [f"From: {sender}", f"To: {to}", f"Subject: {subject}", f"Message-ID: {own}", *headers]
    lines += ["Date: Tue, 12 May 2026 10:00:00 -0400", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    return ("\r\n".join([*lines, "", body]) + "\r\n").replace("\r\n", "\n").replace("\n", "\r\n").encode()


@dataclass
class Office:
    """A desk at work. `now` is the time of day; `mail_in` brings a mail and carries it through."""

    database: Database
    desk: Desk
    suggests: Opinions = field(default_factory=Opinions)
    now: datetime = TUESDAY

    @property
    def shop(self) -> Workshop:
        return Workshop(database=self.database, desk=self.desk, suggests=self.suggests, now=lambda: self.now, hear=hear)

    def customer(
        self,
        contract: str,
        plan: str | None = None,
        *,
        name: str = "Acme",
        domain: str = "acme.example",
        contacts: tuple[tuple[str, str], ...] = (),
        zone: str = "America/New_York",
    ) -> Customer:
        """Add a customer; contract 000's is on plan silver unless another is given."""
        plan = plan or ("silver" if contract == "gotomyerp-plans" else None)
        made = Customer(name=name, contract=contract, plan=plan, zone=zone, domains=(domain,), contacts=contacts)
        with self.database.write() as connection:
            return customers.add(connection, made)

    def accept(
        self,
        raw: bytes,
        *,
        mail_from: str | None = "ann@acme.example",
        rcpt_to: tuple[str, ...] = (SUPPORT,),
        channel: Channel = Channel.EMAIL,
        at: datetime | None = None,
    ) -> Accepted:
        """Store a message as a door does."""
        envelope = Envelope(raw=raw, received_at=at or self.now, mail_from=mail_from, rcpt_to=rcpt_to)
        with self.database.write() as connection:
            return accept(connection, channel, envelope)

    def run(self) -> None:
        """Work until nothing is due at this time of day."""
        while work(self.shop) + ring_timers(self.shop):
            pass

    def mail_in(
        self,
        raw: bytes,
        *,
        mail_from: str | None = "ann@acme.example",
        rcpt_to: tuple[str, ...] = (SUPPORT,),
        channel: Channel = Channel.EMAIL,
        at: datetime | None = None,
    ) -> Accepted:
        """Bring a message, carry it through, and return it as it stands then."""
        accepted = self.accept(raw, mail_from=mail_from, rcpt_to=rcpt_to, channel=channel, at=at)
        self.run()
        return self.message(accepted.id)

    def wait(self, **duration: float) -> None:
        """Let time pass and do what has fallen due meanwhile."""
        self.now += timedelta(**duration)
        self.run()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.database.read() as connection:
            yield connection

    def message(self, message_id: int) -> Accepted:
        with self.reading() as connection:
            return messages.get(connection, message_id)

    def case(self, number: int = 1001) -> Case:
        with self.reading() as connection:
            found = cases.find(connection, number)
        assert found is not None, f"there is no case {number}"
        return found

    def cases(self) -> list[Case]:
        with self.reading() as connection:
            return cases.by_attention(connection)

    def mails(self, number: int = 1001) -> list[Outgoing]:
        with self.reading() as connection:
            return outbox.of_case(connection, number)

    def letter(self, number: int = 1001, which: int = -1) -> str:
        """Return the text of a mail to a case's customer, on one line; the last one unless told otherwise."""
        found = message_from_bytes(self.mails(number)[which].raw, policy=policy.default)
        plain = found.get_body(("plain",))
        assert plain is not None
        return " ".join(str(plain.get_content()).replace("\N{NO-BREAK SPACE}", " ").split())

    def header(self, name: str, number: int = 1001, which: int = -1) -> str:
        found = message_from_bytes(self.mails(number)[which].raw, policy=policy.default)
        return str(found[name]).strip("<> ")

    def trail(self, number: int = 1001) -> list[str]:
        """Return what happened to a case, in order."""
        with self.reading() as connection:
            return [entry.event for entry in audit.of_case(connection, number)]

    def details(self, event: str) -> list[dict[str, Any]]:
        """Return what the trail tells of each event of that name."""
        with self.reading() as connection:
            rows = connection.execute(sa.select(tables.audit).where(tables.audit.c.event == event)).mappings()
            return [dict(row["detail"]) for row in rows]

    def decided(self, number: int = 1001) -> list[Decision]:
        with self.reading() as connection:
            return decisions.of_case(connection, number)

    def feedback(self) -> list[Feedback]:
        with self.reading() as connection:
            return decisions.all_feedback(connection)

    def ledger(self) -> dict[str, int]:
        """Return how many messages ended how; what is zero is left out."""
        with self.reading() as connection:
            return {str(outcome): n for outcome, n in messages.ledger(connection).items() if n}

    def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Return every row of every table but the queue's: two equal answers mean that nothing has changed."""
        with self.reading() as connection:
            every = tables.metadata.sorted_tables
            return {table.name: [tuple(row) for row in connection.execute(sa.select(table))] for table in every}

    def chain_holds(self) -> bool:
        with self.reading() as connection:
            return not list(audit.broken_links(connection))


def open_office(folder: Path, *, most_mails: int = 20, installed: Contracts | None = None) -> Office:
    """Open a desk whose store is a new file in `folder`."""
    return Office(database=open_store(folder), desk=the_desk(most_mails=most_mails, installed=installed))


def the_desk(*, most_mails: int = 20, installed: Contracts | None = None) -> Desk:
    return Desk(
        contracts=contracts() if installed is None else installed,
        templates=templates(),
        signer=Signer(SECRET.encode()),
        own=OwnAddresses(
            addresses=frozenset({SUPPORT}), domains=frozenset({"desk.example"}), loop_mark="loop-of-tests"
        ),
        address=SUPPORT,
        name="Support",
        domain="desk.example",
        zone=ZoneInfo("America/New_York"),
        caps=Caps(mailbox=Cap(hour=most_mails, day=max(100, most_mails))),
    )
