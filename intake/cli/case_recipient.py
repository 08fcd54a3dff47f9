"""To whom a letter goes, as people know it: a mail address, somebody's thread in Slack, the chat window."""

from intake.cli.words import line
from intake.domain.case import Case, Outgoing
from intake.domain.slack import Place
from intake.domain.window import Talk

_DIRECT = "D"  # begins the id of a direct message


def recipient_said(mail: Outgoing, case: Case) -> str:
    """Return a letter's recipient, and where it is a channel of Slack's the address that opens it.

    Such a channel has no name of its own: each workspace may give it another.
    """
    place = Place.read(mail.recipient)
    opens = "" if place is None else f" (https://app.slack.com/client/{line(place.team)}/{line(place.channel)})"
    return f"{to_whom(mail, case)}{opens}"


def from_whom(address: str, name: str = "") -> str:
    """Return somebody's address as people know it; a visitor of the chat window has none, `name` is of a proved one."""
    talk = Talk.read(address)
    if talk is None:
        return line(address)
    visitor = f"visitor {talk.number} of the chat window"
    return f"{line(name)}, {visitor}" if name.strip() else visitor


def stranger(address: str) -> str:
    """Return how somebody is called who is no customer's, as far as we know."""
    found = from_whom(address) if address else "without an address"
    return found if Talk.read(address) is not None else f"unknown sender {found}"


def to_whom(mail: Outgoing, case: Case) -> str:
    """Return a letter's recipient: 'ann@acme.example', 'Ann Lee in Slack, a direct message'."""
    place, who = Place.read(mail.recipient), line(case.contact_name) or "the customer"
    if Talk.read(mail.recipient) is not None:
        return f"{who} in the chat window"
    if place is None:
        return line(mail.recipient)
    where = "a direct message" if place.channel.startswith(_DIRECT) else "the case's thread in their channel"
    return f"{who} in Slack, {where}"
