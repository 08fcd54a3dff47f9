"""An office with names on call, whose clock, timers and pager the tests move."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from intake.delivery.pager import Pager
from intake.domain.case import MailKind, Outgoing
from intake.domain.paging import Call, OnCall, Page, Paging, Way
from intake.review.verdict import Verdict, confirm, declare_emergency, override
from intake.stages.calls.call import claim, settle
from intake.stages.calls.escalate import failed
from intake.stages.deliver import Result
from intake.stages.desk import Run
from intake.storage import pages, tables
from intake.worker.timers import ring_timers
from tests.paging.hooks import SECRET
from tests.review.engineers import engineer
from tests.stages.office import Office, mail

BOTH = "Nobody can connect, from both offices."
HALF = "Nobody can connect."


def by_mail(name: str) -> OnCall:
    return OnCall(name=name, way=Way.MAIL, target=f"{name.lower()}@desk.example")


def by_hook(name: str, url: str, *, internal: bool = True, allow_http: bool = True) -> OnCall:
    return OnCall(name=name, way=Way.WEBHOOK, target=url, secret=SECRET, internal=internal, allow_http=allow_http)


def by_slack(name: str, url: str) -> OnCall:
    return OnCall(name=name, way=Way.SLACK, target=url, internal=True, allow_http=True)


THREE = (by_mail("Kim"), by_mail("Lou"), by_mail("Max"))


def on_call(office: Office, *names: OnCall, minutes: float = 5) -> Office:
    """Put names on call at an office."""
    paging = Paging(on_call=names, escalate_after=timedelta(minutes=minutes))
    office.desk = replace(office.desk, paging=paging)
    return office


def emergency(office: Office, words: str = BOTH) -> None:
    """Let Acme, a customer of 000, report an emergency."""
    office.customer("gotomyerp-plans")
    office.mail_in(mail(words))


def later(office: Office, **duration: float) -> None:
    """Let time pass and ring what has fallen due."""
    office.wait(**duration)
    while ring_timers(office.shop):
        pass


def calls(office: Office, number: int = 1001) -> list[Call]:
    """Return every call to a case, of all its pages."""
    with office.reading() as connection:
        return [call for page in pages.of_case(connection, number) for call in pages.calls(connection, page.id)]


def names(office: Office, number: int = 1001) -> list[str]:
    return [call.name for call in calls(office, number)]


def page_of(office: Office, number: int = 1001) -> Page:
    with office.reading() as connection:
        return pages.of_case(connection, number)[-1]


def all_pages(office: Office) -> int:
    with office.reading() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(tables.pages)) or 0


def paged_mails(office: Office, number: int = 1001) -> list[Outgoing]:
    return [mail for mail in office.mails(number) if mail.kind is MailKind.PAGE]


def run_of(office: Office, connection: sa.Connection) -> Run:
    return Run(connection=connection, desk=office.desk, now=office.now)


def confirms(office: Office, number: int = 1001) -> Verdict:
    with office.database.write() as connection:
        return confirm(engineer(office, connection), number)


def withdraws(office: Office, number: int = 1001, level: str = "3") -> Verdict:
    with office.database.write() as connection:
        return override(engineer(office, connection), number, level, "it was one user's line")


def declares(office: Office, number: int = 1001) -> Verdict:
    with office.database.write() as connection:
        return declare_emergency(engineer(office, connection), number, "seen from here too")


def hand_over(office: Office) -> int:
    """Let a pager make one round; return how much it found to do."""
    return asyncio.run(Pager(office.database, office.desk, lambda: office.now).round())


def claimed(office: Office, call: Call) -> bool:
    with office.database.write() as connection:
        return claim(run_of(office, connection), call)


def settled(office: Office, call: Call, result: Result) -> Call:
    with office.database.write() as connection:
        run = run_of(office, connection)
        found = settle(run, call, result)
        failed(run, found)
        return found
