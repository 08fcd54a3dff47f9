"""A store in which everything has happened once, and an intruder who writes to its file behind the bot's back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from intake.database.engine import Database, sqlite_url
from intake.domain.contract import Channel
from intake.review.kept import begin_work
from intake.review.reply import Reply, reply
from intake.review.verify import Verified, verify
from intake.stages import deliver
from intake.stages.deliver import HandOver, Result
from intake.storage import outbox
from tests.review.engineers import confirms, consents, engineer, overrides, refusal
from tests.stages.office import UNSURE, Office, mail, opinion

ANN = "ann@acme.example"
BOTH = "Nobody can connect, from both offices. Ring Ann Lee on the blue telephone."
COPIED = mail("The till in Elmstreet beeps all day.", message_id="<till@acme.example>")


def fill(office: Office) -> None:
    """Let customers write, engineers decide, mails go out; what is left over waits, is filed or parked."""
    office.customer("gotomyerp", contacts=((ANN, "Ann Lee"),))
    office.customer("erp-maestro", name="Brindle", domain="brindle.example")
    office.suggests.answer = opinion(2)
    office.mail_in(mail(BOTH, subject="All tills down"))
    office.mail_in(mail("Also at one office in Oakdale.", "In-Reply-To: <m0@acme.example>", subject="[case 1001]"))
    office.mail_in(COPIED)
    office.mail_in(COPIED)
    office.mail_in(mail("Severity 2 please.", sender="Bo <bo@brindle.example>"), mail_from="bo@brindle.example")
    office.suggests.answer = UNSURE
    office.mail_in(mail("Who are you?", sender="joe@home.example"), mail_from="joe@home.example")
    office.mail_in(mail("News", "Precedence: bulk", subject="Our newsletter"))
    office.mail_in(mail("From the chat.", sender="Bo <bo@brindle.example>"), channel=Channel.SLACK)
    decide(office)
    hand_over(office)
    park(office)
    office.accept(mail("This one waits."))


def decide(office: Office) -> None:
    """Let engineers confirm, override and ask for the customer's agreement."""
    confirms(office, 1001)
    office.wait(minutes=1)
    overrides(office, "2", 1002, reason="Ann Lee says that payroll stands still")
    refusal(office, "2", 1003)
    consents(office, agreed=True, number=1003)
    with office.database.write() as connection:
        reply(engineer(office, connection), 1002, Reply(text="Dear Ann Lee,\n\nwe are on it.", signed="Sam"))
        begin_work(engineer(office, connection), 1001)


def hand_over(office: Office) -> None:
    """Send the first mail, and have the second one refused with its reader's address in the answer."""
    results = (
        Result(hand_over=HandOver.SENT, answer="250 kept"),
        Result(hand_over=HandOver.REFUSED, answer=f"550 <{ANN}> is unknown here"),
    )
    for result in results:
        with office.database.write() as connection:
            found = outbox.due(connection, office.now, 1)[0]
            assert deliver.claim(connection, found)
            deliver.settle(connection, found, result, office.now)


def park(office: Office) -> None:
    """Have one message parked by a fault that lasts."""
    office.suggests.fault = RuntimeError("a fault that quotes ann@acme.example")
    parked = office.accept(mail("This one cannot be read."))
    for _ in range(8):
        office.wait(hours=1)
    office.suggests.fault = None
    assert office.message(parked.id).outcome == "parked"


def verified(store: Path, expected: str | None = None) -> Verified:
    """Verify a store's file as the command does."""
    database = Database(sqlite_url(store))
    try:
        with database.read() as connection:
            return verify(connection, expected, lambda what, done, total: None)
    finally:
        database.close()


@contextmanager
def intruder(store: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection on which nothing is refused or noted; afterwards the triggers are there as before."""
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)
