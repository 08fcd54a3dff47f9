"""Slack's payload of a message: where, who, when and what; whatever JSON it is, nothing here raises."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from intake.domain.slack import Person, Place
from intake.parse.slack.blocks import passed_on, said_in
from intake.parse.slack.fields import table, tables, text_of

_TS = re.compile(r"([0-9]{1,11})\.([0-9]{1,6})")
_HOSTED = re.compile(r"https://files\.slack\.com/files-(?:pri|tmb)/([TE][A-Z0-9]+)-F")
_REAL = frozenset({"", "file_share", "thread_broadcast"})  # of people; every other is about something else
_OF_BOTS = _REAL | {"bot_message"}
_SLACKBOT = "USLACKBOT"  # Slack's own, which is no app
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackFile:
    """A file that hangs on a message, as Slack describes it; `size` is in bytes, 0 where it is not said.

    `must_ask` tells that Slack says nothing of it but its id (Slack Connect: files.info has the rest).
    """

    id: str
    name: str
    content_type: str
    size: int
    url: str
    must_ask: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackMessage:
    """What a person said in Slack. `place.team` is where the app is installed, `person.team` is their own workspace.

    `context` is the workspace that the event is of, which may be a third; `home` are those that count as the one the
    app is installed in (more than one only in an organisation). `us` is our bot's user there, "" where it is not said.
    `text` is Slack's markup. `bot` is the id of the bot that wrote it, "" for a person; `changes` is the `ts` of the
    message that this one is an edit of, "" for none, and `edited` when it was made. `shared` is somebody else's message
    that was passed on with it; `is_shared` tells that others' workspaces are in the channel too.
    """

    place: Place
    person: Person
    context: str
    home: frozenset[str]
    us: str
    ts: str
    at: datetime
    text: str
    files: tuple[SlackFile, ...] = ()
    subtype: str = ""
    bot: str = ""
    name: str = ""
    changes: str = ""
    edited: str = ""
    shared: str = ""
    is_shared: bool = False

    @property
    def is_direct(self) -> bool:
        """Tell whether it was said to the bot alone."""
        return self.place.channel.startswith("D")

    @property
    def mentions_us(self) -> bool:
        """Tell whether it calls the bot by its name."""
        return bool(self.us) and f"<@{self.us}" in self.text

    @property
    def key(self) -> str:
        """Return what tells it from all others, whichever event brought it."""
        where = f"{self.place.lane}/{self.changes or self.ts}"
        return f"{where}/edit/{self.edited or self.ts}" if self.changes else where


def read_payload(raw: bytes, team: str) -> SlackMessage | None:
    """Return the message in a payload's bytes, as `read_event` does."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return read_event(body, team) if isinstance(body, dict) else None


def read_event(body: Mapping[str, Any], team: str) -> SlackMessage | None:
    """Return what a person said with an event, an edit included; None for one that is none of these.

    `team` is where the app is installed. Whether a bot is listened to is told by `is_heard`.
    """
    event = table(body.get("event"))
    inner = table(event.get("message")) if text_of(event, "subtype") == "message_changed" else event
    channel, ts = text_of(event, "channel") or text_of(inner, "channel"), text_of(inner, "ts")
    at = moment(ts)
    if text_of(event, "type") not in ("message", "app_mention") or not _id(channel) or at is None:
        return None
    bot = _bot_of(inner)
    user = text_of(inner, "user") or bot
    if text_of(inner, "subtype") not in (_OF_BOTS if bot else _REAL) or not _id(user):
        return None
    thread = text_of(inner, "thread_ts")
    edit = inner is not event
    edited = text_of(table(inner.get("edited")), "ts") or text_of(event, "event_ts") or text_of(event, "ts")
    return SlackMessage(
        place=Place(team=team, channel=channel, thread="" if thread == ts or moment(thread) is None else thread),
        person=Person(team=_team_of(_with_before(event, inner), body, team), user=user),
        context=text_of(body, "context_team_id") or text_of(body, "team_id"),
        home=_home(body, team),
        us=next((text_of(one, "user_id") for one in tables(body.get("authorizations"))), ""),
        ts=ts,
        at=(moment(edited) or at) if edit else at,
        text=said_in(inner),
        files=tuple(_files(inner)),
        subtype=text_of(inner, "subtype"),
        bot=bot,
        name=text_of(inner, "username"),
        changes=ts if edit else "",
        edited=edited if edit else "",
        shared=passed_on(inner),
        is_shared=_is_shared(body),
    )


def is_heard(message: SlackMessage, body: Mapping[str, Any], bots: frozenset[str]) -> bool:
    """Tell whether a message is of a person, or of a bot that is listened to; never our own."""
    if not message.bot:
        return message.person.user != message.us
    app = text_of(table(body.get("event")), "app_id")
    return bool({message.bot, message.person.user, app} & bots) and message.person.user != message.us


def moment(ts: str) -> datetime | None:
    """Return the instant of a `ts` to the microsecond; None for what is none."""
    found = _TS.fullmatch(ts)
    if found is None:
        return None
    return _EPOCH + timedelta(seconds=int(found[1]), microseconds=int(found[2].ljust(6, "0")))


def _id(value: str) -> bool:
    """Tell whether a text is an id: what we join to an address must hold no mark of one."""
    return value.isascii() and value.isalnum() and len(value) <= 40


def _team_of(inner: Mapping[str, Any], body: Mapping[str, Any], installed: str) -> str:
    """Return the writer's own workspace. A message with files names none; where they are the writer's they do.

    Source: https://github.com/slackapi/slack-api-specs/issues/62. In a shared channel who names none is not ours.
    """
    named = [text_of(inner, name) for name in ("user_team", "team", "source_team")]
    for one in tables(inner.get("files")):
        if text_of(one, "user") == text_of(inner, "user") and text_of(one, "mode") in ("hosted", "snippet"):
            hosted = _HOSTED.match(text_of(one, "url_private"))
            named += [text_of(one, "user_team"), "" if hosted is None else hosted[1]]
    outside = text_of(body, "team_id") if _is_shared(body) else ""
    return next((team for team in (*named, outside) if _id(team)), installed)


def _with_before(event: Mapping[str, Any], inner: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an edit says with what it leaves to the message as it was; any other message as it is."""
    before = {} if inner is event else table(event.get("previous_message"))
    return {**before, **{name: value for name, value in inner.items() if value}}


def _is_shared(body: Mapping[str, Any]) -> bool:
    return body.get("is_ext_shared_channel") is True


def _bot_of(inner: Mapping[str, Any]) -> str:
    """Return the id of the bot or the app that wrote a message, "" for a person; Slack names it in several ways."""
    ids = (text_of(inner, "bot_id"), text_of(table(inner.get("bot_profile")), "id"), text_of(inner, "app_id"))
    return next((one for one in ids if one), _SLACKBOT if text_of(inner, "user") == _SLACKBOT else "")


def _home(body: Mapping[str, Any], team: str) -> frozenset[str]:
    # In a shared channel the outer ids may be those of whoever wrote.
    outer = {} if _is_shared(body) else body
    organisation = text_of(body, "context_enterprise_id") or text_of(outer, "enterprise_id")
    inside = text_of(body, "context_team_id") or text_of(outer, "team_id")
    return frozenset({team, inside} if organisation and organisation == team and inside else {team})


def _files(inner: Mapping[str, Any]) -> Iterator[SlackFile]:
    """Yield a message's files once each; one that was deleted is none."""
    seen: set[str] = set()
    for one in tables(inner.get("files")):
        identity, size = text_of(one, "id"), one.get("size")
        if not _id(identity) or identity in seen or text_of(one, "mode") == "tombstone":
            continue
        seen.add(identity)
        yield SlackFile(
            id=identity,
            name=text_of(one, "name") or text_of(one, "title") or identity,
            content_type=text_of(one, "mimetype") or "application/octet-stream",
            size=size if isinstance(size, int) and 0 <= size < 2**62 else 0,
            url=text_of(one, "url_private"),
            must_ask=text_of(one, "file_access") == "check_file_info",
        )
