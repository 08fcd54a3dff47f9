"""Who somebody is: asks Slack for the profiles that are wanted, and writes down what it says."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

import structlog

from intake.database.engine import Database
from intake.domain.slack import CallsSlack, Person, Profile, SlackAnswer
from intake.storage.slack import people
from intake.storage.slack.people import Asked
from intake.workspace.looking import LONGEST, Looking

log = structlog.get_logger()

_AT_ONCE = 5  # users.info is good for some hundred calls a minute
_MOST = 50
_MOST_TRIES = 5
_FIRST_PAUSE = 0.5  # seconds before a question without an answer is asked again; doubled each time
# What Slack says of people whom it will not tell us about, now or later.
_NEVER = frozenset({"user_not_found", "user_not_visible", "users_not_found", "missing_scope", "not_installed"})


class People(Looking):
    """Fetches profiles by users.info."""

    _name: ClassVar[str] = "slack.people"

    def __init__(
        self, database: Database, slack: CallsSlack, now: Callable[[], datetime], learned: Callable[[], None]
    ) -> None:
        """Ask by `slack`, write to `database`, and call `learned` when somebody is known who was not."""
        super().__init__()
        self._database = database
        self._slack = slack
        self._now = now
        self._learned = learned
        self._pauses: dict[str, float] = {}  # of people and of workspaces: not before

    async def once(self) -> float:
        """Ask about those that are wanted."""
        wanted = await asyncio.to_thread(self._wanted)
        self._pauses = {name: until for name, until in self._pauses.items() if until > time.monotonic()}
        ready = [one for one in wanted if self._wait(one) <= 0]
        ended: set[str] = set()
        for start in range(0, len(ready), _AT_ONCE):
            some = ready[start : start + _AT_ONCE]
            ends = await asyncio.gather(*(self._ask(one) for one in some))
            ended.update(one.person.handle for one, end in zip(some, ends, strict=True) if end)
        left = [max(0.0, self._wait(one)) for one in wanted if one.person.handle not in ended]
        return min(left, default=0.0 if len(wanted) == _MOST else LONGEST)

    def _wait(self, asked: Asked) -> float:
        until = max(self._pauses.get(name, 0.0) for name in (asked.person.handle, asked.asked_of))
        return until - time.monotonic()

    async def _ask(self, asked: Asked) -> bool:
        """Ask about somebody; tell whether nobody waits for it any more."""
        arguments = {"user": asked.person.user, "include_locale": True}
        answer = await self._slack.call(asked.asked_of, "users.info", arguments)
        if answer.retry_after is not None:
            self._pauses[asked.asked_of] = time.monotonic() + answer.retry_after
            return False
        user = answer.data.get("user")
        if answer.ok and isinstance(user, Mapping):
            profile = profile_of(asked.person, user, self._now())
            await asyncio.to_thread(self._write, profile)
            self._learned()
            return True
        return await self._in_vain(asked, answer)

    async def _in_vain(self, asked: Asked, answer: SlackAnswer) -> bool:
        ends = answer.error in _NEVER or asked.attempts + 1 >= _MOST_TRIES
        self._pauses[asked.person.handle] = time.monotonic() + _FIRST_PAUSE * 2**asked.attempts
        await asyncio.to_thread(self._write_in_vain, asked.person, ends)
        if ends:
            log.warning("slack.person_unknown", team=asked.asked_of, error=answer.error)
            self._learned()  # that nobody will tell
        return ends

    def _wanted(self) -> list[Asked]:
        with self._database.read() as connection:
            return people.wanted(connection, _MOST)

    def _write(self, profile: Profile) -> None:
        with self._database.write() as connection:
            people.learned(connection, profile)

    def _write_in_vain(self, person: Person, ends: bool) -> None:
        with self._database.write() as connection:
            people.in_vain(connection, person, give_up=ends)


def profile_of(person: Person, user: Mapping[str, Any], at: datetime) -> Profile:
    """Return a profile from what users.info says; what it does not say is empty.

    People of other organisations come with thin profiles, mostly without an address.
    """
    told = user.get("profile")
    said: Mapping[str, Any] = told if isinstance(told, Mapping) else {}
    names = (said.get("real_name"), user.get("real_name"), said.get("display_name"), user.get("name"))
    return Profile(
        person=person,
        name=next((_text(name) for name in names if _text(name)), ""),
        address=_text(said.get("email")).lower(),
        zone=_text(user.get("tz")),
        language=_text(user.get("locale")).partition("-")[0].lower(),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        bot=bool(user.get("is_bot") or user.get("is_workflow_bot") or person.user == "USLACKBOT"),
        deleted=bool(user.get("deleted")),
        known_at=at,
    )


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
