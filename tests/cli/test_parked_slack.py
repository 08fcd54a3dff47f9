"""Posts of ours and payloads of Slack's that were set aside: seen with their reason, tried again, or let be."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from intake.domain.case import MailKind, MailState, Outgoing
from intake.domain.slack import EventKind, Place, SlackEvent, SlackRules
from intake.render.slack.letter import Post
from intake.stages.chat.heard import heard
from intake.storage import outbox
from intake.storage.slack import events
from intake.worker.clerk import HANDLERS, Counter, carry_out
from tests.cli.command import Place as Desk
from tests.slack import payloads
from tests.slack.ids import CHANNEL, TEAM
from tests.stages.office import mail

WHERE = Place(team=TEAM, channel=CHANNEL, thread="1700000000.000100")
REASON = ("--reason", "the app is in the channel now", "--by", "Kim")


def a_parked_post(desk: Desk, *, unknowns: int = 0) -> int:
    """Let a post about case 1001 be refused by Slack; return its number."""
    office = desk.office
    office.customer("gotomyerp")
    office.mail_in(mail())
    with office.database.write() as connection:
        made = Outgoing(
            id=outbox.next_id(connection),
            case_id=1001,
            kind=MailKind.REPLY,
            key="test",
            recipient=WHERE.address,
            mail_from="",
            message_id="<post@desk.example>",
            raw=Post(text="Hello", blocks=()).as_json(),
        )
        outbox.add(connection, made, office.now)
        why = "Slack: not_in_channel: the app is not in the channel; invite it there, and answer once more"
        outbox.settle(connection, replace(made, state=MailState.PARKED, answer=why, unknowns=unknowns), office.now)
    return made.id


def post(desk: Desk, number: int) -> Outgoing:
    with desk.office.reading() as connection:
        found = outbox.find(connection, number)
    assert found is not None
    return found


def test_a_post_is_listed_with_its_place_and_why_it_is_there(place: Desk) -> None:
    number = a_parked_post(place)
    said = place.intake("cases", "--parked").out
    assert f"mail {number}  parked  reply in Slack, channel {CHANNEL} of {TEAM}, case 1001\n    Slack: not_in_" in said
    assert "`intake replay --mail N --again --reason ...`.\nTo let it be: --let-go for --again.\n" in said


@pytest.mark.parametrize(
    ("unknowns", "state"),
    [
        pytest.param(0, MailState.QUEUED, id="Slack has refused it"),
        pytest.param(4, MailState.UNKNOWN, id="it may stand there, and is looked for first"),
    ],
)
def test_a_post_is_sent_again_with_the_trail(place: Desk, unknowns: int, state: MailState) -> None:
    number = a_parked_post(place, unknowns=unknowns)
    ran = place.intake("replay", "--mail", str(number), "--again", *REASON)
    assert (ran.code, ran.out) == (0, f"mail {number}: waits to be sent anew, as it is\n")
    after = post(place, number)
    assert (after.state, after.attempts, after.recipient) == (state, 0, WHERE.address)
    (told,) = place.office.details("mail.again")
    assert (told["mail"], told["reason"]) == (number, "the app is in the channel now")
    assert place.intake("verify").code == 0


def test_a_post_is_let_be_and_its_case_waits_for_nothing_more(place: Desk) -> None:
    number = a_parked_post(place)
    ran = place.intake("replay", "--mail", str(number), "--let-go", *REASON, "--json")
    assert json.loads(ran.out) == {"let_go": [number]}
    assert post(place, number).state is MailState.LET_GO
    assert place.intake("cases", "--parked").out == "Nothing is parked.\n"
    assert "was not reached" not in place.intake("cases").out
    assert "let_go" in place.intake("case", "1001").out
    (told,) = place.office.details("mail.let_go")
    assert "not_in_channel" in str(told["answer"])
    assert place.intake("verify").code == 0
    assert (
        f"mail {number}: it is none that is set aside"
        in place.intake("replay", "--mail", str(number), "--again", *REASON).refusal
    )


def came(desk: Desk, inner: dict[str, Any], why: str = "KeyError: 'pill'") -> int:
    """Let something come from Slack that could not be carried out; return its number."""
    body = payloads.event(inner)
    event = SlackEvent(
        id=0,
        key=str(body["event_id"]),
        kind=EventKind.EVENT,
        team=TEAM,
        body=body,
        received_at=desk.office.now,
        sent=json.dumps(body).encode(),
    )
    with desk.office.database.write() as connection:
        kept = events.keep(connection, event)
        assert kept is not None
        events.park(connection, kept.id, why)
    return kept.id


def carried(desk: Desk) -> None:
    """Let the clerk do what waits."""
    now = desk.office.now
    desk.office.now = max(now, _written(desk))
    counter = Counter(
        database=desk.office.database,
        desk=replace(desk.office.desk, slack=SlackRules(home=TEAM)),
        now=lambda: desk.office.now,
        handlers=HANDLERS,
    )
    while carry_out(counter):
        pass


def _written(desk: Desk) -> Any:
    """Return when the command has let things be tried again: it has the true time of day."""
    with desk.office.reading() as connection:
        return events.next_at(connection) or desk.office.now


def states(desk: Desk) -> Sequence[str]:
    with desk.office.reading() as connection:
        return list(connection.exec_driver_sql("SELECT state FROM slack_events ORDER BY id").scalars())


def test_what_slack_sent_is_listed_and_doctor_leads_there(place: Desk) -> None:
    number = came(place, payloads.message("a pill"))
    said = place.intake("cases", "--parked").out
    assert f"event {number}  parked  message of Slack's workspace {TEAM}, " in said
    assert "    KeyError: 'pill'\n" in said
    assert "a pill" not in said.replace("'pill'", "")
    assert "intake replay --event N --again --reason" in said
    (told,) = json.loads(place.intake("cases", "--json").out)["parked_events"]
    assert (told["id"], told["what"], told["why"]) == (number, "message", "KeyError: 'pill'")


def test_words_that_broke_us_are_taken_in_when_they_are_tried_again(place: Desk) -> None:
    number = came(place, payloads.message("The ledger is locked"))
    ran = place.intake("replay", "--event", str(number), "--again", *REASON)
    assert (ran.code, ran.out) == (0, f"event {number}: waits to be carried out again\n")
    assert states(place) == ["waiting"]
    carried(place)
    assert states(place) == ["done"]
    with place.office.reading() as connection:
        assert connection.exec_driver_sql("SELECT channel FROM messages").scalars().all() == ["slack"]
    (told,) = place.office.details("slack.event_again")
    assert (told["event"], told["what"], told["reason"]) == (number, "message", "the app is in the channel now")


def test_what_breaks_us_again_is_set_aside_again(place: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> None:
        raise KeyError("pill")

    monkeypatch.setattr("intake.stages.chat.changed.heard", breaks)
    number = came(place, payloads.message("a pill"))
    place.intake("replay", "--event", str(number), "--again", *REASON)
    for _ in range(7):
        carried(place)
    assert states(place) == ["parked"]
    assert heard is not breaks


def test_what_slack_sent_is_let_be(place: Desk) -> None:
    number = came(place, payloads.reaction(payloads.message("x"), "ticket"))
    assert place.intake("replay", "--event", str(number), "--let-go", *REASON).out == f"event {number}: given up\n"
    assert states(place) == ["done"]
    assert place.intake("cases", "--parked").out == "Nothing is parked.\n"
    (told,) = place.office.details("slack.event_let_go")
    assert (told["event"], told["what"]) == (number, "reaction_added")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--event", "7", "--again", "--reason", "x"), "event 7: it is none that is set aside", id="none"),
        pytest.param(("--event", "1", "--again"), "--reason: doing it again needs one", id="no reason"),
        pytest.param(("--event", "1"), "--event: it is for one kind that is set aside alone", id="neither"),
        pytest.param(("--event", "1", "--job", "1", "--again"), "--job: it is for one kind", id="two kinds"),
        pytest.param(("--event", "1", "--again", "--let-go"), "--event: it is for one kind", id="both"),
        pytest.param(("--mail", "1"), "--mail: it is for one kind that is set aside alone", id="a mail and neither"),
    ],
)
def test_a_call_that_is_refused(place: Desk, words: tuple[str, ...], said: str) -> None:
    came(place, payloads.message("a pill"))
    assert said in place.intake("replay", *words).refusal
