"""Whatever the order of arrivals, repeats, edits, deletions and deaths: every message ends once.

Fed by our own payloads; a death is an exception that nothing catches, in the middle of the work's transaction.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.domain.slack import SlackEvent
from intake.storage import ledger, tables
from intake.worker import work
from tests.slack import payloads
from tests.slack.heard.conftest import acme
from tests.slack.heard.desk import Chat, at, open_chat
from tests.slack.heard.test_changes import edit
from tests.slack.ids import ANN, CHANNEL, DIRECT, KIM, TEAM

WORDS = st.sampled_from(
    ["Hi", "Thanks", "The ledger is locked", "and the till", "case 1001: worse", "nobody can connect"]
)
WRITERS = st.sampled_from([(ANN, "T0GOLD"), ("U0BEN", "T0GOLD"), ("U0EVE", "T0OTHER"), (KIM, TEAM)])
SAYS = st.tuples(st.just("says"), WORDS, WRITERS, st.sampled_from([CHANNEL, DIRECT]), st.booleans())
OTHERS = st.tuples(st.sampled_from(["again", "edits", "deletes", "emoji", "works", "dies", "late"]), st.integers(0, 50))
STEPS = st.lists(st.tuples(SAYS | OTHERS, st.sampled_from([0.0, 1.0, 5.0, 20.0])), min_size=1, max_size=14)


class _Killed(BaseException):
    """The process is gone."""


class Street:
    """What has been said so far, and what happens next."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.said: list[dict[str, Any]] = []
        self.sent: list[SlackEvent] = []
        self.held: list[SlackEvent] = []  # on its way still

    def step(self, what: tuple[Any, ...], after: float) -> None:
        self.chat.office.wait(seconds=after)
        if what[0] == "says":
            self.says(*what[1:])
        elif what[0] == "works":
            self.chat.clerk()
            self.chat.office.run()
        elif what[0] == "dies":
            self.dies()
        elif what[0] == "late":
            self.arrives()
        elif self.said:
            self.about(what[0], self.said[what[1] % len(self.said)], what[1])

    def says(self, text: str, writer: tuple[str, str], channel: str, in_thread: bool) -> None:
        thread = {"thread_ts": self.said[-1]["ts"]} if in_thread and self.said else {}
        more = {"user": writer[0], "team": writer[1], "channel": channel, **thread}
        inner = payloads.message(text, ts=at(self.chat.office.now), **more)
        self.said.append(inner)
        event = self.chat.event(inner)
        self.sent.append(event)
        if len(self.said) % 4 == 3:
            self.held.append(event)  # Slack has no answer, and sends it later
        else:
            self.chat.deliver(event)

    def about(self, what: str, of: dict[str, Any], number: int) -> None:
        if what == "again":
            self.chat.deliver(self.sent[number % len(self.sent)])
        elif what == "edits":
            self.chat.happens(edit(self.chat, of, f"{of['text']} now"))
        elif what == "deletes":
            self.chat.happens(payloads.deleted(of))
        else:
            self.chat.happens(payloads.reaction(of, "ticket", user=KIM))

    def arrives(self) -> None:
        for event in self.held:
            self.chat.deliver(event)
        self.held.clear()

    def dies(self) -> None:
        with pytest.MonkeyPatch.context() as patched, suppress(_Killed):
            patched.setattr(work, "look_at_others", _die)
            self.chat.office.run()

    def ends(self) -> None:
        self.arrives()
        for _ in range(3):
            self.chat.settle()
        self.chat.office.wait(minutes=20)
        self.chat.settle()


def _die(*_: object) -> None:
    raise _Killed


@contextmanager
def street() -> Iterator[Street]:
    with tempfile.TemporaryDirectory() as folder, open_chat(Path(folder)) as chat:
        acme(chat)
        yield Street(chat)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_each_message_ends_once_and_the_ledger_balances(steps: list[tuple[tuple[Any, ...], float]]) -> None:
    with street() as here:
        for what, after in steps:
            here.step(what, after)
        here.ends()
        chat = here.chat
        ended = Counter(outcome for outcome, _ in chat.outcomes())
        assert set(ended) <= {"opened", "continued", "filed"}, chat.outcomes()
        assert ended["opened"] == len(chat.office.cases())
        assert {state for state, _ in chat.events()} <= {"done"}, chat.events()
        with chat.office.reading() as connection:
            assert list(ledger.unbalanced(connection)) == []
            keys = connection.scalars(sa.select(tables.messages.c.dedupe)).all()
            entries = connection.execute(
                sa.select(tables.audit.c.message_id, tables.audit.c.event).where(
                    tables.audit.c.event.in_(["message.opened", "message.continued"])
                )
            ).all()
        own = {key for key in keys if key is not None and "/edit/" not in key}
        assert own == {f"slack:{TEAM}/{one['channel']}/{one['ts']}" for one in here.said}
        assert max(Counter(entry.message_id for entry in entries).values(), default=1) == 1
        assert chat.office.chain_holds()
