"""What `intake doctor` looks at, before a customer finds out."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.bootstrap.clock import now
from intake.bootstrap.examine_ledger import looks as looks_at_the_ledger
from intake.bootstrap.examine_ledger import raw_mails
from intake.bootstrap.examine_maintenance import mistakes, windows_said
from intake.bootstrap.examine_window import looks as looks_at_the_window
from intake.bootstrap.identity import seen_identity
from intake.bootstrap.library import contract_files, read_contract
from intake.bootstrap.mail_doors import tls
from intake.bootstrap.models import serving_of
from intake.bootstrap.on_call import paging
from intake.bootstrap.settings import Settings, read_settings
from intake.bootstrap.slack_settings import SlackPart, Transport
from intake.bootstrap.templates import read_templates
from intake.contract.checks.check import check
from intake.database.engine import Database, reachable
from intake.database.migrate import is_current, of_a_newer_version
from intake.database.sole import served_ports
from intake.domain.errors import BadInput
from intake.domain.paging import OnCall, Way
from intake.storage import customers
from intake.suggest.loading import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One thing looked at: whether it is well, and what was seen or what to do."""

    what: str
    well: bool
    said: str


def examine(settings_file: Path) -> Iterator[Examined]:
    """Look at one thing after another; without settings that can be read there is nothing more to look at."""
    try:
        settings = read_settings(settings_file)
    except BadInput as error:
        yield Examined(what="settings", well=False, said=str(error))
        return
    yield Examined(what="settings", well=True, said=f"{settings_file}, mail to {settings.desk.address}")
    looks: tuple[Callable[[Settings], Iterator[Examined]], ...] = (
        _store,
        _ledger,
        _raw_mails,
        _contracts,
        _templates,
        _model,
        _door,
        _identity,
        _mailboxes,
        _web,
        _slack,
        _window,
        _mail_out,
        _paging,
        _engineers,
        _maintenance,
    )
    for look in looks:
        yield from look(settings)


def _store(settings: Settings) -> Iterator[Examined]:
    database = Database(settings.store.url)
    why_not = reachable(database)
    if why_not is not None:
        yield Examined(what="store", well=False, said=f"{settings.store.url}: {why_not}; check the path and its rights")
        return
    if of_a_newer_version(database):
        said = f"{settings.store.url} was written by a later version of intake; install that one"
        yield Examined(what="store", well=False, said=said)
        return
    state = "up to date" if is_current(database) else "will be brought up to date when the bot starts"
    yield Examined(what="store", well=True, said=f"{settings.store.url}, {state}")


def _ledger(settings: Settings) -> Iterator[Examined]:
    for well, said in looks_at_the_ledger(settings):
        yield Examined(what="ledger", well=well, said=said)


def _raw_mails(settings: Settings) -> Iterator[Examined]:
    for said in raw_mails(settings):
        yield Examined(what="raw mails", well=True, said=said)


def _contracts(settings: Settings) -> Iterator[Examined]:
    try:
        files = contract_files(settings.folders.contracts)
    except BadInput as error:
        yield Examined(what="contracts", well=False, said=str(error))
        return
    for path in files:
        try:
            stopping = [finding for finding in check(read_contract(path), today=now().date()) if finding.stops]
        except BadInput as error:
            yield Examined(what="contract", well=False, said=str(error))
            continue
        said = f"{path.name}: {stopping[0].sentence}" if stopping else f"{path.name} is complete and settled"
        yield Examined(what="contract", well=not stopping, said=said)


def _templates(settings: Settings) -> Iterator[Examined]:
    try:
        read_templates(settings.folders.templates)
    except BadInput as error:
        yield Examined(what="templates", well=False, said=str(error))
        return
    yield Examined(what="templates", well=True, said="all of them can be used")


def _model(settings: Settings) -> Iterator[Examined]:
    served = serving_of(settings)
    found = load(served.directory, served.otherwise, settings.suggest.missed_outage)
    probe = found.suggest(channel="email", subject="Test", text="Nobody can log in.")
    said = f"{found.note}; {served.why_not}" if served.why_not else found.note
    yield Examined(what="model", well=probe.model is not None and not served.why_not, said=said)


def _door(settings: Settings) -> Iterator[Examined]:
    smtp = settings.smtp_door
    yield _listening(settings, "SMTP door", (smtp.host, smtp.port))
    if settings.lmtp_door is not None:
        yield _listening(settings, "LMTP door", (settings.lmtp_door.host, settings.lmtp_door.port))
    if smtp.certificate is None or smtp.key is None:
        yield Examined(what="TLS", well=True, said="none at the SMTP door; write certificate and key to offer it")
        return
    try:
        tls(smtp.certificate, smtp.key)
    except BadInput as error:
        yield Examined(what="TLS", well=False, said=str(error))
        return
    yield Examined(what="TLS", well=True, said="begun with" if smtp.implicit_tls else "offered (STARTTLS)")


def _listening(settings: Settings, what: str, door: tuple[str, int]) -> Examined:
    """Try to listen where a door will; a bot of this store that listens there already is as it should be."""
    host, port = door
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why_not = error.strerror
        else:
            return Examined(what=what, well=True, said=f"{host}:{port} is free")
    if port in served_ports(Database(settings.store.url)):
        return Examined(what=what, well=True, said=f"{host}:{port} is where the running bot of this store listens")
    said = f"{host}:{port} cannot be listened on ({why_not}), and no bot of this store does; stop what has it, or set"
    return Examined(what=what, well=False, said=f"{said} another port")


def _identity(settings: Settings) -> Iterator[Examined]:
    for found in seen_identity(settings):
        yield Examined(what=found.what, well=found.well, said=found.said)


def _mailboxes(settings: Settings) -> Iterator[Examined]:
    if not settings.mailboxes:
        return
    from intake.bootstrap.imap_try import tried  # an IMAP client is loaded where there is a mailbox only

    for found in tried(settings):
        yield Examined(what=f"mailbox {found.number}", well=found.well, said=found.said)


def _web(settings: Settings) -> Iterator[Examined]:
    from intake.bootstrap.web import web_pages  # a web server is loaded where there is one to look at only

    if settings.web is None:
        yield Examined(what="web door", well=True, said="none is set ([web]); letters have no links, replies do it")
        return
    yield _listening(settings, "web door", (settings.web.host, settings.web.port))
    try:
        web_pages(settings)
    except BadInput as error:
        yield Examined(what="web pages", well=False, said=str(error))
    yield _public(settings.web.public_url, settings.slack)


def _public(url: str | None, slack: SlackPart | None) -> Examined:
    if url is None:
        is_for_slack = slack is not None and slack.transport is Transport.HTTP
        events = " and Slack's events do not come" if is_for_slack else ""
        said = f"public_url is not set, so letters have no links{events}; write where it is reached from outside"
        return Examined(what="web links", well=False, said=said)
    if not url.startswith("https://"):
        return Examined(what="web links", well=False, said=f"{url} has no TLS; put a proxy in front and write https://")
    return Examined(what="web links", well=True, said=f"letters point to {url}")


def _slack(settings: Settings) -> Iterator[Examined]:
    if settings.slack is None:
        yield Examined(what="Slack", well=True, said="none is set ([slack]); customers write mail")
        return
    from intake.bootstrap.slack_try import tried_slack  # its libraries are loaded where there is one only

    for found in tried_slack(settings):
        yield Examined(what=found.what, well=found.well, said=found.said)


def _window(settings: Settings) -> Iterator[Examined]:
    if settings.web is not None and settings.web.files_url is not None:
        yield _listening(settings, "files' door", (settings.web.host, settings.web.files_port))
    for what, well, said in looks_at_the_window(settings):
        yield Examined(what=what, well=well, said=said)


def _mail_out(settings: Settings) -> Iterator[Examined]:
    from intake.bootstrap.mail_out_try import texts_in_dns, tried_dkim, tried_smarthost

    for found in (tried_smarthost(settings), *tried_dkim(settings, texts_in_dns)):
        yield Examined(what=found.what, well=found.well, said=found.said)


def _paging(settings: Settings) -> Iterator[Examined]:
    desk = settings.desk
    try:
        found = paging(settings.paging, frozenset({desk.address, *desk.more_addresses}))
    except BadInput as error:
        yield Examined(what="on call", well=False, said=str(error))
        return
    if not found.on_call:
        said = "nobody, so an emergency calls no one; write [[paging.on_call]] and a name into the settings"
        yield Examined(what="on call", well=True, said=said)
    for on_call in found.on_call:
        why_not = _uncallable(on_call)
        said = f"{on_call.name}, by {on_call.way}" + ("" if why_not is None else f": {why_not}")
        yield Examined(what="on call", well=why_not is None, said=said)


def _maintenance(settings: Settings) -> Iterator[Examined]:
    wrong = list(mistakes(settings.maintenance, _known_contracts(settings), _known_customers(settings)))
    yield from (Examined(what="maintenance", well=False, said=one) for one in wrong)
    if not wrong:
        yield Examined(what="maintenance", well=True, said=windows_said(settings.maintenance, now()))


def _known_contracts(settings: Settings) -> frozenset[str] | None:
    """Return the ids of the contracts, None where one cannot be read, as has been said."""
    with contextlib.suppress(BadInput):
        return frozenset(read_contract(path).id for path in contract_files(settings.folders.contracts))
    return None


def _known_customers(settings: Settings) -> frozenset[str] | None:
    """Return the customers' names, None where there is no store that could tell."""
    database = Database(settings.store.url)
    if not settings.maintenance or reachable(database) is not None or not is_current(database):
        return None
    try:
        with database.read() as connection:
            return frozenset(customer.name for customer in customers.every(connection))
    finally:
        database.close()


def _engineers(settings: Settings) -> Iterator[Examined]:
    listed = {engineer.address: engineer.name for engineer in settings.engineers}
    names = ", ".join(listed.values())
    said = f"{names}; they are warned by mail" if listed else "nobody is warned; write [[engineers]] into the settings"
    yield Examined(what="engineers", well=True, said=said)
    for on_call in settings.paging.on_call:
        if on_call.mail is not None and on_call.mail not in listed:
            said = f"{on_call.name}'s mails go to no customer: list the address in [[engineers]] as well"
            yield Examined(what="engineers", well=False, said=said)


def _uncallable(on_call: OnCall) -> str | None:
    if on_call.way is Way.MAIL:
        return None
    from intake.delivery.webhook import uncallable

    return asyncio.run(uncallable(on_call))
