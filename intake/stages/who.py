"""Who wrote: a mail's sender by its addresses, somebody in Slack by their workspace, channel and profile.

A visitor of the window by what was proved of them, and whoever has signed in to the portal by that.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.customer import Customer, Sender
from intake.domain.identity import Findings, Source
from intake.domain.message import ParsedMessage
from intake.domain.slack import SlackRules
from intake.domain.staff import ListedEngineer
from intake.identify.sender import identify
from intake.identify.slack import Seen, engineer_of, identify_person
from intake.identify.visitor import identify_signed_in, identify_visitor
from intake.parse.slack.payload import SlackMessage
from intake.stages.chat.turns import case_thread, is_chat, spoken
from intake.stages.desk import Desk
from intake.stages.window.reading import said_there, visitor_of
from intake.storage import customers
from intake.storage.chat import turns
from intake.storage.slack import customers as slack_customers
from intake.storage.slack import installations, people


@dataclass(frozen=True, slots=True)
class StoredDirectory:
    """The customers of a store, as identification looks them up."""

    connection: Connection

    def by_contact(self, address: str) -> tuple[Customer, str] | None:
        """Return the customer whose contact has that address, with the contact's name."""
        return customers.by_contact(self.connection, address)

    def by_domain(self, domain: str) -> Customer | None:
        """Return the customer that owns a mail domain."""
        return customers.by_domain(self.connection, domain)

    def by_team(self, team: str) -> Customer | None:
        """Return the customer whose people a workspace's are."""
        return slack_customers.by_team(self.connection, team)

    def by_channel(self, team: str, channel: str) -> Customer | None:
        """Return the customer who writes in a channel of a workspace that the app is installed in."""
        return slack_customers.by_channel(self.connection, team, channel)


def sender_of(
    connection: Connection, desk: Desk, accepted: Accepted, parsed: ParsedMessage, findings: Findings
) -> Sender:
    """Say who wrote a message, whichever way it came."""
    directory = StoredDirectory(connection)
    said = spoken(connection, accepted)
    if said is None and accepted.channel in (Channel.WEB_CHAT, Channel.PORTAL):
        found = _there(connection, accepted, directory)
        if found is not None:
            return found
    if said is None:
        return identify(accepted.envelope, parsed, directory, findings)
    seen = Seen(
        person=said.person,
        place=said.place,
        profile=people.find(connection, said.person),
        home=home_of(connection, desk.slack, said),
        among_customers=is_among_customers(connection, said),
        engineer=engineer(connection, desk, said),
        wanted=turns.is_wanted(connection, accepted.id),
    )
    return identify_person(seen, directory)


def _there(connection: Connection, accepted: Accepted, directory: StoredDirectory) -> Sender | None:
    """Say who wrote in the window, or sent a form of the portal; None where neither can be told any more."""
    visitor = visitor_of(connection, accepted)
    if visitor is not None:
        return identify_visitor(visitor, directory)
    sent = said_there(accepted)
    return None if sent is None or sent.talk is not None else identify_signed_in(sent.by, directory)


def findings_kept(connection: Connection, accepted: Accepted, sender: Sender, findings: Findings) -> Findings:
    """Return what is kept of a sender beside a message: of chat and the portal, what its door knows of them."""
    by_door = is_chat(connection, accepted) or said_there(accepted) is not None
    return Findings(source=Source.DOOR, proof=sender.why) if by_door else findings


def engineer(connection: Connection, desk: Desk, said: SlackMessage) -> ListedEngineer | None:
    """Return which of the desk's engineers said something, None for anybody else."""
    profile = people.find(connection, said.person)
    return engineer_of(said.person, profile, home_of(connection, desk.slack, said), desk.engineers)


def home_of(connection: Connection, rules: SlackRules | None, said: SlackMessage) -> frozenset[str]:
    """Return which workspaces are the desk's own: in an organisation also the one that something was said in."""
    named = home_named(connection, rules) or said.place.team
    return said.home if named == said.place.team else frozenset({named})


def home_named(connection: Connection, rules: SlackRules | None) -> str:
    """Return the desk's own workspace or organisation, "" while it is not known."""
    return (rules.home if rules is not None else "") or installations.home(connection) or ""


def is_among_customers(connection: Connection, said: SlackMessage) -> bool:
    """Tell whether it was said where a customer is known to talk: in a channel of theirs, or the thread of a case."""
    theirs = slack_customers.by_channel(connection, said.place.team, said.place.channel) is not None
    return theirs or said.is_shared or case_thread(connection, said) is not None
