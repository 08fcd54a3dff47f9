"""Who somebody in Slack is: by their workspace first, then by the channel, then by the address in their profile."""

from dataclasses import dataclass
from typing import Protocol

from intake.domain.customer import Customer, Sender
from intake.domain.identity import Degree
from intake.domain.slack import Person, Place, Profile
from intake.domain.staff import ListedEngineer
from intake.identify.conclude import domain_of
from intake.identify.sender import Directory, normal

STAFF = "staff"


class SlackDirectory(Directory, Protocol):
    """Where customers are looked up, also by their workspaces and channels."""

    def by_team(self, team: str) -> Customer | None:
        """Return the customer whose people a workspace's are."""
        ...

    def by_channel(self, team: str, channel: str) -> Customer | None:
        """Return the customer who writes in a channel of a workspace that the app is installed in."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Somebody who said something: where, what Slack tells of them, and which workspaces are the desk's own.

    `among_customers` tells whether a customer is known to talk there. The desk's own people ask for nothing there, nor
    in a channel of their own; to the bot alone they may. `engineer` is who of the desk's engineers it is; `wanted` that
    a person of the desk has asked to take it as a customer's all the same.
    """

    person: Person
    place: Place
    profile: Profile
    home: frozenset[str]
    among_customers: bool = False
    engineer: ListedEngineer | None = None
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    customer: Customer | None
    how: str
    degree: Degree
    why: str
    name: str = ""
    is_theirs: bool = True  # also where the channel is not looked at


def identify_person(seen: Seen, directory: SlackDirectory) -> Sender:
    """Say who spoke. The desk's own people are nobody's customer: their `how` is STAFF.

    Slack vouches for a workspace, and the desk for what it has written down of a channel. An address in a profile of
    the desk's own workspace, a guest's for one, is proved where it is a contact's; one of elsewhere is plausible at
    best, for whoever runs a workspace of their own writes into its profiles what they like.
    """
    known = _known(seen, directory)
    address = _address(seen, known)
    name = known.name or seen.profile.name
    if _is_staff(seen, known):
        return Sender(address=address, name=name, customer=None, how=STAFF, degree=Degree.PROVED, why=_BY_HOME)
    return Sender(
        address=address, name=name, customer=known.customer, how=known.how, degree=known.degree, why=known.why
    )


_BY_HOME = "Slack: one of the desk's own people"


def engineer_of(
    person: Person, profile: Profile, home: frozenset[str], engineers: tuple[ListedEngineer, ...]
) -> ListedEngineer | None:
    """Return which of the desk's engineers somebody is, by member id or by their profile's address; None for none.

    Only a full member of the desk's own workspace is one: an id or an address of elsewhere is anybody's to choose.
    """
    if person.team not in home or profile.guest:
        return None
    address = normal(profile.address)
    return next((one for one in engineers if one.slack == person.user or (address and one.address == address)), None)


def _is_staff(seen: Seen, known: _Known) -> bool:
    if seen.wanted:
        return False
    if seen.engineer is not None:
        return True
    theirs = known.customer is not None and known.is_theirs
    is_known = seen.profile.known_at is not None
    ours = seen.person.team in seen.home and is_known and not seen.profile.guest and not seen.profile.bot
    to_the_bot = seen.place.channel.startswith("D")
    return ours and not theirs and (seen.among_customers or not to_the_bot)


def _known(seen: Seen, directory: SlackDirectory) -> _Known:
    owner = directory.by_team(seen.person.team)
    if owner is not None:
        return _Known(owner, "team", Degree.PROVED, f"Slack: workspace {seen.person.team} is {owner.name}'s")
    at_home = seen.person.team in seen.home
    by_address = _by_address(seen.profile, directory, at_home=at_home)
    owner = directory.by_channel(seen.place.team, seen.place.channel)
    if owner is None or (at_home and by_address.how == "contact" and by_address.customer != owner):
        return by_address
    theirs = by_address.customer == owner
    why = f"Slack: channel {seen.place.channel} is {owner.name}'s"
    how = by_address.how if theirs else "channel"
    return _Known(owner, how, Degree.PROVED, why, by_address.name if theirs else "", is_theirs=theirs)


def _by_address(profile: Profile, directory: SlackDirectory, *, at_home: bool) -> _Known:
    address = normal(profile.address)
    if "@" not in address or profile.known_at is None:
        return _Known(None, "stranger", Degree.UNKNOWN, "")
    contact = directory.by_contact(address)
    if contact is not None:
        whose = "their profile" if at_home else "their profile, which another workspace wrote,"
        degree = Degree.PROVED if at_home else Degree.PLAUSIBLE
        return _Known(contact[0], "contact", degree, f"Slack: the address in {whose} is a contact's", contact[1])
    owner = directory.by_domain(domain_of(address))
    if owner is None:
        return _Known(None, "stranger", Degree.UNKNOWN, "")
    return _Known(owner, "domain", Degree.PLAUSIBLE, "Slack: the address in their profile is in a customer's domain")


def _address(seen: Seen, known: _Known) -> str:
    """Return the person's mail address where both it and they are proved to be that customer's, else their handle."""
    address, customer = normal(seen.profile.address), known.customer
    if "@" not in address or customer is None or known.degree is not Degree.PROVED or seen.profile.known_at is None:
        return seen.person.handle
    theirs = address in {contact for contact, _ in customer.contacts} or domain_of(address) in customer.domains
    return address if theirs else seen.person.handle
