"""Who is in the demo's Slack and what they do, read from `scenario.toml`."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from intake.contract.zones import zone
from intake.demo.scenario import customers_csv

_FOLDER = Path(__file__).resolve().parent
SECRET = "the demo's own signing secret"  # noqa: S105 - signs what two processes of this machine say to each other
APP = "A0DEMO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Human:
    """Somebody in Slack. `team` is their own workspace, "" for the desk's."""

    key: str
    id: str
    name: str
    address: str
    zone: str
    team: str = ""
    language: str = "en-US"
    guest: bool = False

    @property
    def token(self) -> str:
        """Return what their own client calls Slack with."""
        return f"xoxp-{self.key}"

    @property
    def clock(self) -> tzinfo:
        """Return the zone that their client shows times in."""
        return zone(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A channel, or a direct message to the bot. `customer` is who it is shared with, "" for one of the desk's own."""

    id: str
    name: str
    members: tuple[str, ...]
    customer: str = ""
    direct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What somebody does and what is shown of it; `scenario.toml` says what each word means."""

    title: str
    by: str
    shows: tuple[str, ...]
    channel: str = ""
    case: str = ""
    says: tuple[str, ...] = ()
    deletes: bool = False
    edits: str = ""
    reacts: str = ""
    on: str = "thread"
    presses: str = ""
    chooses: str = ""
    submits: str | None = None
    notes: tuple[str, ...] = ()
    file: str = ""
    file_says: str = ""
    shortcut: str = ""
    opens_home: bool = False
    types: str = ""
    mails: str = ""
    seen_by: str = ""
    nothing_new: bool = False
    until: str = ""

    @property
    def is_signed_by_us(self) -> bool:
        """Tell whether it is of those that the emulator cannot send."""
        pressed = self.presses or self.chooses or self.shortcut or self.submits is not None
        return bool(pressed or self.opens_home or self.types)


@dataclass(frozen=True)
class World:
    """The workspace, its people and its channels."""

    workspace: Mapping[str, Any]
    people: tuple[Human, ...]
    rooms: tuple[Room, ...]

    @cached_property
    def team(self) -> str:
        """Return the desk's own workspace."""
        return str(self.workspace["id"])

    @cached_property
    def bot_token(self) -> str:
        """Return what the bot calls Slack with."""
        return "xoxb-demo"

    def human(self, key: str) -> Human:
        """Return somebody by their key in the scenario."""
        return next(one for one in self.people if one.key == key)

    def room(self, name: str) -> Room:
        """Return a channel by its name."""
        return next(one for one in self.rooms if one.name == name)

    @cached_property
    def internal(self) -> Room:
        """Return the engineers' own channel."""
        return next(room for room in self.rooms if not room.customer and not room.direct)

    def names(self) -> dict[str, str]:
        """Return what ids stand for."""
        bot = self.workspace["bot"]
        people = {one.id: one.name for one in self.people}
        return {**people, bot["user"]: bot["name"], **{room.id: room.name for room in self.rooms}}

    def as_json(self) -> dict[str, Any]:
        """Return it as the emulator's script reads it."""
        ids = {one.key: one.id for one in self.people}
        people = [
            {
                "id": one.id,
                "name": one.name,
                "address": one.address,
                "team": one.team or self.team,
                "zone": one.zone,
                "language": one.language,
                "guest": one.guest,
                "token": one.token,
            }
            for one in self.people
        ]
        channels = [
            {
                "id": room.id,
                "name": room.name,
                "customer": room.customer,
                "direct": room.direct,
                "members": [ids[key] for key in room.members],
            }
            for room in self.rooms
        ]
        return {
            "secret": SECRET,
            "app": APP,
            "team": {name: self.workspace[name] for name in ("id", "name", "domain")},
            "bot": {**self.workspace["bot"], "token": self.bot_token},
            "scopes": ["chat:write"],
            "people": people,
            "channels": channels,
        }


def world() -> World:
    """Return who and what there is."""
    found = _read()
    people = tuple(Human(**row) for row in found["people"])
    rooms = tuple(Room(**{**row, "members": tuple(row["members"])}) for row in found["channels"])
    return World(workspace=found["workspace"], people=people, rooms=rooms)


def steps() -> list[Step]:
    """Return what is done, in order."""
    return [_step(row) for row in _read()["steps"]]


def settings_toml(values: Mapping[str, object]) -> str:
    """Return what the settings have beside what `intake init` writes, its {braces} filled in."""
    return (_FOLDER / "settings.toml").read_text(encoding="utf-8").format(**values)


def slack_customers_csv(here: World) -> str:
    """Return the demo's sample customers, each with the workspace of its people."""
    teams = {room.customer: here.human(room.members[0]).team for room in here.rooms if room.customer}
    rows = list(csv.DictReader(io.StringIO(customers_csv())))
    written = io.StringIO()
    writer = csv.DictWriter(written, [*rows[0], "slack"])
    writer.writeheader()
    writer.writerows({**row, "slack": teams.get(row["name"], "")} for row in rows)
    return written.getvalue()


def _read() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "scenario.toml").read_text(encoding="utf-8"))


def _step(row: Mapping[str, Any]) -> Step:
    told = {"seen_by" if name == "as" else name: value for name, value in row.items()}
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return Step(**{**told, **lists})
