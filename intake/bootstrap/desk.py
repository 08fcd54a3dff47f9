"""From settings to the desk they describe, and to its store."""

import contextlib
import hashlib
import io
from datetime import timedelta

from intake.bootstrap.identity import authenticates
from intake.bootstrap.library import settled_contracts
from intake.bootstrap.on_call import paging
from intake.bootstrap.settings import Settings
from intake.bootstrap.templates import read_templates
from intake.contract.zones import zone
from intake.database.engine import Database, reachable
from intake.database.migrate import is_current, migrate, of_a_newer_version
from intake.database.sole import claim_store
from intake.domain.errors import BadInput
from intake.domain.identity import FactsFor
from intake.domain.staff import ListedEngineer
from intake.parse.machines.own import OwnAddresses
from intake.stages.desk import Desk
from intake.thread.token import Signer


def the_desk(settings: Settings) -> Desk:
    """Build the desk; raises BadInput for a contract or template that cannot be used or is not settled."""
    desk = settings.desk
    secret = desk.secret.get_secret_value().encode()
    domain = desk.address.rpartition("@")[2]
    return Desk(
        contracts=settled_contracts(settings.folders.contracts),
        templates=read_templates(settings.folders.templates),
        signer=_signer(settings, secret),
        own=OwnAddresses(
            addresses=frozenset({desk.address, *desk.more_addresses}),
            domains=frozenset({domain}),
            loop_mark=hashlib.sha256(b"loop" + secret).hexdigest()[:16],
        ),
        address=desk.address,
        name=desk.name,
        domain=domain,
        zone=zone(desk.zone),
        model_wait=timedelta(seconds=settings.answers.model_wait_seconds),
        caps=settings.answers.caps(),
        web=None if settings.web is None else settings.web.public_url,
        remind_after=timedelta(hours=settings.consent.remind_after_hours),
        links_hold=timedelta(days=settings.consent.links_hold_days),
        engineers=tuple(
            ListedEngineer(name=one.name, address=one.address, slack=one.slack or "") for one in settings.engineers
        ),
        warn_at=settings.warnings.fractions,
        paging=paging(settings.paging, frozenset({desk.address, *desk.more_addresses})),
        gather_within=timedelta(minutes=settings.emergencies.gather_within_minutes),
        storms=settings.storms.rule(),
        maintenance=tuple(one.window(desk.zone) for one in settings.maintenance),
        facts_for=FactsFor(settings.identity.facts_for),
        authenticates=authenticates(settings.identity),
        bounces=settings.smarthost.bounce_address == "signed",
        slack=None if settings.slack is None else settings.slack.rules(),
        window=None if settings.window is None else settings.window.rules(),
        files=None if settings.web is None else settings.web.files_url,
    )


def _signer(settings: Settings, secret: bytes) -> Signer:
    days = settings.identity
    cases, bounces = timedelta(days=days.addresses_hold_days), timedelta(days=days.bounces_hold_days)
    return Signer(secret, cases_hold=cases, bounces_hold=bounces)


def open_store(settings: Settings) -> Database:
    """Open the store, and bring it up to date if need be; raises BadInput when it cannot be opened."""
    database = the_store(settings)
    if not is_current(database):
        with contextlib.closing(claim_store(database) or io.StringIO()):
            migrate(database)
    return database


def the_store(settings: Settings) -> Database:
    """Return the store as it is; raises BadInput when it cannot be opened."""
    database = Database(settings.store.url)
    why_not = reachable(database)
    if why_not is not None:
        raise BadInput(f"store.url: {settings.store.url} cannot be opened ({why_not}); check the path and its rights")
    if of_a_newer_version(database):
        raise BadInput(f"store.url: {settings.store.url} was written by a later version of intake; install that one")
    return database
