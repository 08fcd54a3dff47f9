"""Slack as the bot sees it: who spoke where, and how its web API is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, Self

PREFIX = "slack:"  # begins what stands in the place of a mail address


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in Slack. `team` is their own workspace, which in a shared channel may be another than ours."""

    team: str
    user: str

    @property
    def handle(self) -> str:
        """Return what stands for a person where a mail has an address; no mail can be written to it."""
        return f"{PREFIX}{self.team}/{self.user}"

    @classmethod
    def read(cls, handle: str) -> Self | None:
        """Return the person behind a handle, None for anything else."""
        team, _, user = handle.removeprefix(PREFIX).partition("/")
        return cls(team=team, user=user) if handle.startswith(PREFIX) and team and user and "/" not in user else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where words stand: a channel of the workspace that the app is installed in, and a thread of it.

    Channels are known by `team` and id, never by name (a shared channel has several). `thread` is the `ts` of the
    thread's first message, "" for the channel itself.
    """

    team: str
    channel: str
    thread: str = ""

    @property
    def address(self) -> str:
        """Return what stands for a place where a mail has a recipient."""
        return f"{PREFIX}{self.team}/{self.channel}/{self.thread}"

    @property
    def lane(self) -> str:
        """Return what a message waits behind: Slack takes about one a second for each channel."""
        return f"{PREFIX}{self.team}/{self.channel}"

    @classmethod
    def read(cls, address: str) -> Self | None:
        """Return the place behind an address, None for anything else."""
        parts = address.removeprefix(PREFIX).split("/")
        if not address.startswith(PREFIX) or len(parts) != 3 or not parts[0] or not parts[1]:
            return None
        return cls(team=parts[0], channel=parts[1], thread=parts[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What Slack says of a person. `address` is "" where it does not tell; `guest` is a restricted member.

    `known_at` is None until Slack has been asked.
    """

    person: Person
    name: str = ""
    address: str = ""
    zone: str = ""
    language: str = ""
    guest: bool = False
    bot: bool = False
    deleted: bool = False
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What Slack says of a person at the moment at which they press.

    `team` is the workspace and `organisation` the Grid organisation that Slack says they are of ("" where it says
    none), `stranger` that they are of another; `in_group` tells whether they are in the group that may press, or none
    is needed.
    """

    profile: Profile
    team: str
    organisation: str = ""
    stranger: bool = False
    in_group: bool = True


class EventKind(StrEnum):
    """What Slack sent: something that happened, or something that a person pressed, typed or sent off."""

    EVENT = "event"
    ACTION = "action"
    VIEW = "view"
    COMMAND = "command"
    SHORTCUT = "shortcut"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackEvent:
    """A payload as it was kept before Slack got its 200. `team` is the workspace that the app is installed in.

    `key` makes it one of its kind: Slack's `event_id`, or what a press is known by. `body` is Slack's JSON, `sent` what
    is kept of it: all but what somebody could act by. `id` is 0 until it is kept.
    """

    id: int
    key: str
    kind: EventKind
    team: str
    body: Mapping[str, Any]
    received_at: datetime
    sent: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackAnswer:
    """What the web API said. `error` is Slack's word for what went wrong, "" where nothing did.

    `unknown` tells that no answer came, so that the call may or may not have had its effect; `retry_after` is how many
    seconds Slack wants to be left alone (429), None where it does not say.
    """

    ok: bool
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    retry_after: float | None = None
    unknown: bool = False


# What Slack says of a token that holds no more, or never did: no call with it will do better.
_OF_TOKENS = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"})


def refuses_token(answer: SlackAnswer) -> bool:
    """Tell whether nothing was refused but the token that it was asked with."""
    return not answer.ok and answer.error in _OF_TOKENS


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """Words that only one person sees, in a place; whether they arrive is no matter of record."""

    place: Place
    user: str
    text: str


class CallsSlack(Protocol):
    """The web API of the workspaces that the app is installed in."""

    async def call(self, team: str, method: str, arguments: Mapping[str, object]) -> SlackAnswer:
        """Call `chat.postMessage` or another method with a workspace's token; never raises for what Slack says."""
        ...


class PutsFiles(Protocol):
    """What brings the bytes of a file of ours to where Slack has said that they go."""

    async def put(self, url: str, content: bytes) -> SlackAnswer:
        """Bring them there; nobody sees them by that alone, so that it may be done again. Never raises."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackRules:
    """How a desk listens in Slack.

    A person's messages that follow each other within `quiet` are read as one, for `longest` at most. Cards go to
    `engineers`, a channel (its team is "" for the only workspace there is), None for none; who may press is a listed
    engineer and, where there is a `group`, a member of it. Files up to `largest_file` bytes are fetched.

    `home` is the desk's own workspace, "" for whichever the app is installed in. Messages of `bots` (bot, app or user
    ids) are taken as a person's, and never answered. `case_emoji` under a message makes a case of it. In a direct
    message what somebody says within `same_matter` of what they said last is about the same case.
    """

    quiet: timedelta = timedelta(seconds=8)
    longest: timedelta = timedelta(seconds=60)
    engineers: Place | None = None
    group: str | None = None
    largest_file: int = 20_000_000
    home: str = ""
    bots: frozenset[str] = frozenset()
    case_emoji: str = "ticket"
    same_matter: timedelta = timedelta(minutes=30)
