"""What a press or a command shows at once: a modal, a page, an answer. Nothing here changes a case."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, Protocol

import structlog

from intake.domain.slack import CallsSlack, EventKind, SlackEvent
from intake.doors.slack.payload import is_opened_home

log = structlog.get_logger()

_SOON = 2.0  # seconds of the three that Slack waits for an answer
_PATIENCE = 5.0  # seconds that a stop waits for what is being shown

View = Mapping[str, Any]


class Shows(Protocol):
    """What there is to be seen. Everything is read from the store; who may see it is asked here too."""

    async def check(self, event: SlackEvent) -> View | None:
        """Return what a modal is answered with in place of being taken (`response_action`), None to take it."""
        ...

    async def modal(self, event: SlackEvent) -> View | None:
        """Return the modal that a press or a shortcut opens, or the one it changes into; None for none."""
        ...

    async def home(self, team: str, user: str) -> View | None:
        """Return what a person finds on the app's own page, None to leave it as it is."""
        ...

    async def command(self, event: SlackEvent) -> View | None:
        """Return the answer to a command (`text`, `blocks`), None for none; the person who asked sees it alone."""
        ...


class NothingToShow:
    """Shows nothing: every modal is taken, no press opens one."""

    async def check(self, event: SlackEvent) -> View | None:
        """Take it."""
        del event
        return None

    async def modal(self, event: SlackEvent) -> View | None:
        """Open none."""
        del event
        return None

    async def home(self, team: str, user: str) -> View | None:
        """Leave it."""
        del team, user
        return None

    async def command(self, event: SlackEvent) -> View | None:
        """Say nothing."""
        del event
        return None


class Showing:
    """Shows beside the answer to Slack, which waits for none of it, or for two seconds where it is the answer."""

    def __init__(self, shows: Shows, slack: CallsSlack) -> None:
        """Show what `shows` has, by calls of `slack`."""
        self._shows = shows
        self._slack = slack
        self._at_work: set[asyncio.Task[Any]] = set()

    async def checked(self, event: SlackEvent) -> View | None:
        """Return what a modal is answered with in place of being taken; what takes too long or fails is taken."""
        try:
            async with asyncio.timeout(_SOON):
                return await self._shows.check(event)
        except Exception as error:  # noqa: BLE001 - whoever carries it out checks again; a person's work is not lost
            log.error("slack.not_checked", error=f"{type(error).__name__}: {error}")
            return None

    async def answer(self, event: SlackEvent) -> View | None:
        """Begin to show what an event asks for; return what Slack's own answer is to hold, None for nothing."""
        if event.kind is EventKind.COMMAND:
            task = self._begin(self._shows.command(event))
            await asyncio.wait({task}, timeout=_SOON)
            if task.done():
                return _as_answer(task)
            task.add_done_callback(lambda done: self._said_later(event, done))
        elif event.kind in (EventKind.ACTION, EventKind.SHORTCUT):
            self._begin(self._open(event))
        elif is_opened_home(event):
            self._begin(self._publish(event))
        return None

    async def finish(self) -> None:
        """Let what is being shown be shown, for seconds at most."""
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=_PATIENCE)
        for task in self._at_work:
            task.cancel()

    def _begin(self, work: "Coroutine[Any, Any, View | None]") -> "asyncio.Task[View | None]":
        task = asyncio.create_task(self._guarded(work))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return task

    async def _guarded(self, work: "Coroutine[Any, Any, View | None]") -> View | None:
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - nothing is lost by what is not shown; the fault is told
            log.error("slack.not_shown", error=f"{type(error).__name__}: {error}")
            return None

    async def _open(self, event: SlackEvent) -> None:
        """Open a modal, or change the one that was pressed in: a trigger is good for one call within three seconds."""
        modal = await self._shows.modal(event)
        if modal is None:
            return
        view = event.body.get("view") or {}
        if view.get("type") == "modal":
            asked = {"view_id": view.get("id"), "hash": view.get("hash"), "view": modal}
            await self._call(event.team, "views.update", asked)
        else:
            await self._call(event.team, "views.open", {"trigger_id": event.body.get("trigger_id"), "view": modal})

    async def _publish(self, event: SlackEvent) -> None:
        opened = event.body["event"]
        user = opened.get("user")
        if opened.get("tab") == "home" and isinstance(user, str):
            page = await self._shows.home(event.team, user)
            if page is not None:
                await self._call(event.team, "views.publish", {"user_id": user, "view": page})

    def _said_later(self, event: SlackEvent, task: "asyncio.Task[View | None]") -> None:
        answer = None if task.cancelled() else task.result()
        if answer is not None:
            body = event.body
            asked = {"channel": body.get("channel_id"), "user": body.get("user_id"), **answer}
            self._begin(self._call(event.team, "chat.postEphemeral", asked))

    async def _call(self, team: str, method: str, arguments: Mapping[str, object]) -> None:
        answer = await self._slack.call(team, method, arguments)
        if not answer.ok:
            log.warning("slack.not_shown", method=method, error=answer.error)


def _as_answer(task: "asyncio.Task[View | None]") -> View | None:
    answer = task.result()
    return None if answer is None else {"response_type": "ephemeral", **answer}
