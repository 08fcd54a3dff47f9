"""A reason says something: what nobody can see, or that is only punctuation, is none, whichever act wants it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from intake.domain.errors import BadInput
from intake.domain.reason import says_something
from intake.review.again import Order, carry_again, let_jobs_go, send_again, try_jobs
from intake.review.assign import assign
from intake.review.close import close
from intake.review.engineer import Engineer
from intake.review.evidence import seen
from intake.review.outside import Acceptance, accept
from intake.review.reply import Reply, reply
from intake.review.storms import close_storm
from intake.review.verdict import override
from tests.cli.command import settle
from tests.review.engineers import engineer
from tests.stages.office import Office, mail

NOTHING = ["", " ", "\t\n", "\u200b", "\u00ad", "\u2060\ufeff", "\u3164", "\u2800", "...", "-", "\u202e", "\u0301"]


@pytest.mark.parametrize("said", NOTHING, ids=ascii)
def test_what_says_nothing(said: str) -> None:
    assert not says_something(said)


@pytest.mark.parametrize("said", ["ok", "7", "\u200bok", "👍", "はい", "да", "٣"])
def test_what_says_something(said: str) -> None:
    assert says_something(said)


def _order(by: Engineer, reason: str) -> Order:
    return Order(by=by.name, reason=reason, at=by.run.now)


ACTS: dict[str, Callable[[Engineer, str], object]] = {
    "override": lambda by, reason: override(by, 1001, "2", reason),
    "close": lambda by, reason: close(by, 1001, reason, resolved=True),
    "assign": lambda by, reason: assign(by, 1001, "ann@acme.example", reason),
    "evidence": lambda by, reason: seen(by, 1001, "connectivity", reason),
    "storm": lambda by, reason: close_storm(by, 1, reason),
    "carry again": lambda by, reason: carry_again(by.run.connection, [], _order(by, reason)),
    "send again": lambda by, reason: send_again(by.run.connection, [], _order(by, reason)),
    "try a job": lambda by, reason: try_jobs(by.run.connection, [], _order(by, reason)),
    "let a job go": lambda by, reason: let_jobs_go(by.run.connection, [], _order(by, reason)),
    "accept": lambda by, reason: accept(by.run.connection, Acceptance(by=by.name, reason=reason, at=by.run.now)),
    "reply": lambda by, words: reply(by, 1001, Reply(text=words)),
}


@pytest.mark.parametrize("act", [act for act in ACTS if act != "storm"])
def test_no_act_takes_what_nobody_can_read(office: Office, act: str) -> None:
    office.customer("gotomyerp")
    office.mail_in(mail())
    before = office.everything()
    with office.database.write() as connection, pytest.raises(BadInput, match=r"reason|words"):
        ACTS[act](engineer(office, connection), "\u200b")
    assert office.everything() == before


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("close", "1001", "--resolved", "--reason", "\u200b"), id="close"),
        pytest.param(("override", "1001", "--level", "2", "--reason", "\u200b"), id="override"),
        pytest.param(("assign", "1001", "--to", "ann@acme.example", "--reason", "\u200b"), id="assign"),
        pytest.param(("replay", "--parked", "--again", "--reason", "\u200b"), id="replay"),
        pytest.param(
            ("erase", "--contact", "ann@acme.example", "--even-open", "--yes", "--reason", "\u200b"), id="erase"
        ),
        pytest.param(("reply", "1001", "--text", "\u200b"), id="reply"),
        pytest.param(("close", "1001", "--resolved", "--reason", "done", "--by", "\u200b"), id="nobody's name"),
    ],
)
def test_no_command_takes_it(tmp_path: Path, words: tuple[str, ...]) -> None:
    place = settle(tmp_path)
    place.office.customer("gotomyerp")
    place.office.mail_in(mail())
    named = words if "--by" in words else (*words, "--by", "Kim")
    ran = place.intake(*named)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert any(word in ran.err for word in ("reason", "words", "name"))
    place.office.database.close()
