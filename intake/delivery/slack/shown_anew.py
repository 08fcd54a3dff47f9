"""Messages shown anew once something was pressed below them: what stands in the store, whoever else presses."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from intake.database.engine import Database
from intake.delivery.slack.answers import result_of
from intake.domain.slack import CallsSlack, Place
from intake.render.buttons import Buttons
from intake.render.templates import Templates
from intake.stages.deliver import PAUSES, HandOver
from intake.storage import cases, outbox
from intake.storage.slack import posts
from intake.storage.slack.posts import Posted

log = structlog.get_logger()

_MOST_TRIES = 8  # after some hours a button that is gone may as well stand there: pressing it changes nothing


class ShownAnew:
    """Updates our own messages."""

    def __init__(
        self, database: Database, calls: CallsSlack, templates: Templates, now: Callable[[], datetime]
    ) -> None:
        """Show what is in `database`."""
        self._database = database
        self._calls = calls
        self._templates = templates
        self._now = now

    async def show(self, posted: Posted) -> None:
        """Let a message show what was pressed below it; one that cannot be changed is left as it is."""
        place, arguments = Place.read(posted.place), await asyncio.to_thread(self._arguments, posted)
        if place is None or arguments is None:
            await asyncio.to_thread(self._is_shown, posted)
            return
        answer = await self._calls.call(place.team, "chat.update", arguments)
        ended = result_of(answer).hand_over
        if ended in (HandOver.SENT, HandOver.REFUSED) or posted.attempts >= _MOST_TRIES:
            if not answer.ok:
                log.warning("post.not_shown_anew", mail=posted.mail_id, error=answer.error or "no answer")
            await asyncio.to_thread(self._is_shown, posted)
            return
        pause = PAUSES[min(posted.attempts, len(PAUSES) - 1)]
        wait = max(pause, timedelta(seconds=answer.retry_after or 0.0))
        await asyncio.to_thread(self._later, posted, self._now() + wait)

    def _arguments(self, posted: Posted) -> dict[str, object] | None:
        """Return what chat.update is given, None where nothing is to be shown: what was said is erased."""
        from intake.render.slack.letter import Post
        from intake.render.slack.pressed import Pressed, after

        with self._database.read() as connection:
            mail = outbox.find(connection, posted.mail_id)
            case = None if mail is None else cases.find(connection, mail.case_id)
        place = Place.read(posted.place)
        if mail is None or case is None or place is None or not mail.raw or not posted.pressed:
            return None
        pressed = [Pressed.read(one) for one in json.loads(posted.pressed)]
        post = after(Post.read(mail.raw), pressed, Buttons(self._templates, case.language))
        return {"channel": place.channel, "ts": posted.ts, "text": post.text, "blocks": list(post.blocks)}

    def _is_shown(self, posted: Posted) -> None:
        with self._database.write() as connection:
            posts.is_shown(connection, posted)

    def _later(self, posted: Posted, at: datetime) -> None:
        with self._database.write() as connection:
            posts.show_later(connection, posted, at)
