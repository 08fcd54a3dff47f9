"""Who may press: somebody of the desk's own workspace, no guest, who is listed as an engineer; asked at every press."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection

from intake.domain.slack import EventKind, Person, SlackEvent, SlackRules, Vouched
from intake.domain.staff import ListedEngineer
from intake.stages.desk import Desk
from intake.storage.slack import installations

UNSURE = "Slack did not say who you are just now, so nothing was done. Press again."


class Vouches(Protocol):
    """What Slack says of people at this moment; see `workspace.vouching`."""

    def of(self, person: Person) -> Vouched | None:
        """Return what Slack has said of a person in the last seconds; None where it has not."""
        ...

    def ask(self, team: str, person: Person) -> None:
        """Have Slack asked, from any thread."""
        ...

    async def learn(self, team: str, person: Person) -> None:
        """Ask Slack and wait for what it says, not for long."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Presser:
    """Who pressed, where the app that they pressed in is installed, and where to tell them something."""

    person: Person
    installed: str
    channel: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Somebody who may not; `why` is told to them and goes on record."""

    why: str


def presser_of(event: SlackEvent) -> Presser | None:
    """Return who pressed, typed or sent something off; None for an event that is nobody's press."""
    body = event.body
    if event.kind is EventKind.COMMAND:
        person = Person(team=_text(body.get("team_id")), user=_text(body.get("user_id")))
        return Presser(person=person, installed=event.team, channel=_text(body.get("channel_id")))
    if event.kind is EventKind.EVENT:
        return None
    user, place = _part(body, "user"), _part(body, "container")
    channel = _text(place.get("channel_id")) or _text(_part(body, "channel").get("id"))
    message = _part(body, "message")
    return Presser(
        person=Person(team=_text(user.get("team_id")), user=_text(user.get("id"))),
        installed=event.team,
        channel=channel,
        thread=_text(place.get("thread_ts")) or _text(message.get("thread_ts")),
    )


def home_of(connection: Connection, rules: SlackRules | None) -> str:
    """Return the desk's own workspace or organisation, "" while it is not known."""
    return (rules.home if rules is not None else "") or installations.home(connection) or ""


def admitted(desk: Desk, home: str, presser: Presser, vouched: Vouched | None) -> ListedEngineer | Refused | None:
    """Return the engineer that somebody is, or why they may not press; None where Slack has not said who they are.

    Whatever is not known is a refusal. What Slack's payload says of a person and what Slack says when it is asked must
    both name the desk's own workspace.
    """
    if not home or presser.installed != home:
        return Refused(why="cases are decided in the desk's own workspace only")
    if not presser.person.user or not presser.person.team:
        return Refused(why="Slack does not say who you are")
    if not home.startswith("E") and presser.person.team != home:
        return Refused(why="you are of another workspace, and only the desk's engineers decide")
    if vouched is None:
        return None
    return _vouched_for(desk, home, presser.person, vouched)


def _vouched_for(desk: Desk, home: str, person: Person, vouched: Vouched) -> ListedEngineer | Refused:
    profile = vouched.profile
    if vouched.stranger or not _is_at_home(home, person, vouched):
        return Refused(why="you are of another workspace, and only the desk's engineers decide")
    if profile.guest or profile.deleted or profile.bot:
        return Refused(why="guests, bots and people who have left decide nothing")
    if not vouched.in_group:
        return Refused(why="you are not in the group of those who decide (slack.engineers_group)")
    listed = _listed(desk, person, profile.address)
    return listed or Refused(why="you are not listed as an engineer; an operator adds you under [[engineers]]")


def _is_at_home(home: str, person: Person, vouched: Vouched) -> bool:
    if home.startswith("E"):
        return vouched.organisation == home and vouched.team == person.team
    return vouched.team == home == person.team


def _listed(desk: Desk, person: Person, address: str) -> ListedEngineer | None:
    """Return the engineer with this member id, else the one with this address and no other member id."""
    by_id = next((one for one in desk.engineers if one.slack and one.slack == person.user), None)
    by_address = (one for one in desk.engineers if address and not one.slack and one.address.lower() == address)
    return by_id or next(by_address, None)


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
