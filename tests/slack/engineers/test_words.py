"""What a card says of whatever can be the matter with a case: a table of its lines; needs no Slack at all."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from intake.domain.case import Case, Outcome, Standing
from intake.domain.contract import Channel, Fact, PromiseKind
from intake.domain.evidence import Part, Point, Said
from intake.domain.kept import Act, Held, How, Owed
from intake.domain.promise import Deadline
from intake.domain.suggestion import Facts, Kind, Suggestion
from intake.render.slack.card import card
from intake.render.slack.case_view import CardView, Decided, Stormy, Wanted, Words
from intake.review.queue import queue
from intake.review.slack.drawn import drawn
from intake.stages.desk import Run
from intake.storage import audit
from tests.review.engineers import confirms
from tests.slack.engineers.floor import text_of
from tests.stages.office import Office, mail, opinion

NOW = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)
OPEN = Case(
    id=1001,
    customer_id=1,
    contact_address="slack:T0GOLD/U0ANN",
    contact_name="Ann Lee",
    channel=Channel.SLACK,
    contract="a-contract",
    plan=None,
    subject="Down",
    language="en",
    zone="UTC",
    opened_at=NOW,
    level="2",
    promise={},
)
WORDS = Words(number=1, text="It is down", marked=(), by="Ann", at=NOW)
VIEW = CardView(case=OPEN, now=NOW, zone=ZoneInfo("America/New_York"), customer="Acme", level="Significant")


def sure(share: float, *, abstained: bool = False, model: str | None = "severity@1") -> Suggestion:
    return Suggestion(
        severity=2,
        confidence=share,
        abstained=abstained,
        alert=False,
        kind=Kind.NOT_A_REQUEST,
        facts=Facts(),
        model=model,
    )


SAID = Said(
    case_id=1001, customer_id=1, fact=Fact.ALL_USERS, holds=True,
    said_by="Ann Lee", message_id=4, at=NOW, words="all of us",
)  # fmt: skip


AT_ONCE = Held(
    owed=Owed(promise=PromiseKind.INITIAL_RESPONSE, target="immediate", force="expected", clause="3", since=NOW,
              deadline=Deadline(starts_at=NOW, due_at=NOW)),
    act=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        pytest.param({}, "*Stands at:* level 2 (Significant)", id="where it stands"),
        pytest.param({"storm": Stormy(number=3, others=4, words=("vpn",), level="P1")},
                     "*Looks like storm 3* with 4 other cases; they share: vpn. It suggests level P1; nobody but you",
                     id="a storm"),
        pytest.param({"storm": Stormy(number=3, others=1, words=(), level="")},
                     "*Looks like storm 3* with 1 other case.", id="a storm of two"),
        pytest.param({"worse": "more users are hit"}, "*A later message is worse:* more users are hit", id="worse"),
        pytest.param({"is_alarming": True}, "*Alarm: this may be a severity 1", id="the alarm"),
        pytest.param({"troubles": ("Not delivered: the acknowledgement (550 no).",)},
                     "*Not delivered: the acknowledgement (550 no).*", id="what did not arrive"),
        pytest.param({"paged": "an emergency"}, "*Somebody is being called:* an emergency. Take ends", id="page"),
        pytest.param({"customer": None}, "*Unknown sender*, so no contract applies", id="nobody we know"),
        pytest.param({"owner": "Kim"}, "Taken by *Kim*", id="who has it"),
        pytest.param({"identity": "LOOKS FORGED (its owner says so)"}, "Who wrote: LOOKS FORGED", id="who wrote"),
        pytest.param({"suggestion": sure(0.95)}, "no request; very sure (95%)", id="very sure"),
        pytest.param({"suggestion": sure(0.6)}, "rather sure than not (60%)", id="rather sure"),
        pytest.param({"suggestion": sure(0.3)}, "the likeliest of several (30%)", id="hardly"),
        pytest.param({"suggestion": sure(0.6, abstained=True)}, "not sure, do not lean on it (60%)", id="abstained"),
        pytest.param({"suggestion": sure(0.6, model=None)}, "no trained model is installed", id="no model"),
        pytest.param({"wanted": Wanted(level="1", by="Sam", at=NOW, written=True)},
                     "*Wanted:* level 1, by Sam; it waits for the customer's agreement, asked", id="consent asked"),
        pytest.param({"wanted": Wanted(level="1", by="Sam", at=NOW, written=False)},
                     "*ask the customer yourself*", id="consent that nobody could ask for"),
        pytest.param({"evidence": (Point(fact=Fact.ALL_USERS, part=Part.NEEDED, said=SAID),)},
                     "☑ All users are hit: said by Ann Lee: “all of us”", id="evidence"),
        pytest.param({"evidence": (Point(fact=Fact.ALL_USERS, part=Part.NEEDED, said=replace(SAID, case_id=1000)),),
                      "case": replace(OPEN, emergency=True)},
                     "☑ All users are hit: said by Ann Lee from case 1000: “all of us”", id="evidence of another case"),
        pytest.param({"evidence": (Point(fact=Fact.ALL_USERS, part=Part.NEEDED, said=replace(SAID, holds=False)),)},
                     "☐ All users are hit: withdrawn by Ann Lee", id="evidence withdrawn"),
        pytest.param({"words": (Words(number=1, text="", marked=(), by="Ann", at=NOW, files=("screen.png",)),)},
                     "files: screen.png", id="files alone"),
        pytest.param({"case": replace(OPEN, standing=Standing.OVERRIDDEN),
                      "decided": Decided(by="Kim", at=NOW, what="Set", reason="payroll stands")},
                     "*Set by Kim*, <!date^1778594400^{date_short_pretty} at {time}|Tue 12 May 2026 10:00 EDT>: “pay",
                     id="by whom and why"),
        pytest.param({"look_by": NOW + timedelta(hours=1)},
                     "*Look at it by* (engineers' clock, never told): <!date^1778598000^", id="the engineers' clock"),
        pytest.param({"standing": (AT_ONCE,), "now": NOW + timedelta(minutes=3)},
                     "*First answer* (contract clock, the customer knows it): *at once*, since <!date^1778594400^",
                     id="what is promised at once is not overdue"),
        pytest.param({"standing": (replace(AT_ONCE, act=Act(case_id=1001, promise=PromiseKind.INITIAL_RESPONSE,
                                           at=NOW + timedelta(minutes=3), actor="Kim", how=How.CLI)),)},
                     "|Tue 12 May 2026 10:03 EDT>, 3 min after it was promised", id="what was given at once"),
        pytest.param({"words": (replace(WORDS, channel=Channel.EMAIL),)}, "Ann wrote by e-mail, <!date^", id="a mail"),
        pytest.param({"words": (WORDS,)}, "Ann wrote, <!date^", id="in Slack"),
        pytest.param({"words": (replace(WORDS, edited=True),)}, "10:00 EDT> · edited", id="an edited message"),
        pytest.param({"case": replace(OPEN, contact_name="")}, "somebody in Slack, in Slack", id="no name known"),
    ],
)  # fmt: skip
def test_what_a_card_says(more: dict[str, Any], words: str) -> None:
    assert words in text_of(card(replace(VIEW, **more)).blocks)


@pytest.fixture
def busy(office: Office) -> Office:
    office.customer("gotomyerp-plans")
    office.suggests.answer = opinion(2, alert=True)
    return office


def shown(office: Office, number: int = 1001) -> str:
    with office.reading() as connection:
        return text_of(drawn(Run(connection=connection, desk=office.desk, now=office.now), number).message.blocks)


def looks_by(text: str) -> list[str]:
    return re.findall(r"Look at it by\*[^<]*<!date\^(\d+)", text)


@pytest.mark.parametrize("is_alarm", [True, False], ids=["an alarm", "no alarm"])
def test_card_and_queue_show_the_same_clock(office: Office, is_alarm: bool) -> None:
    office.customer("gotomyerp-plans")
    office.suggests.answer = opinion(2, alert=is_alarm)
    office.mail_in(mail())
    with office.reading() as connection:
        (row,) = queue(connection, office.now)
    assert row.look_by is not None
    assert (row.look_by < office.case().opened_at + timedelta(hours=2)) is is_alarm
    assert looks_by(shown(office)) == [str(int(row.look_by.timestamp()))]


def test_a_stranger_s_card_says_once_that_nothing_is_promised(office: Office) -> None:
    office.mail_in(mail(sender="Nobody <nobody@elsewhere.example>"))
    said = shown(office)
    assert said.count("Nothing is promised") == 1
    assert "First answer" not in said
    assert "no time that" not in said


def test_what_falls_due_when_the_customer_says_so_is_called_that(office: Office) -> None:
    office.customer("priority-matrix")
    office.suggests.answer = opinion(4, kind=Kind.SCHEDULED_TASK)
    office.mail_in(mail("Please move our upgrade to a weekend."))
    said = shown(office)
    assert "*First answer* (contract clock, the customer knows it): when the customer names a date · “User" in said
    assert "no time that" not in said


def test_an_alarm_is_quiet_once_somebody_has_decided(busy: Office) -> None:
    busy.mail_in(mail())
    assert "Alarm: this may be" in shown(busy)
    confirms(busy)
    assert "Alarm: this may be" not in shown(busy)
    assert "went off; somebody has looked at it since" in shown(busy)


def test_words_that_their_writer_deleted_are_on_no_card(busy: Office) -> None:
    first = busy.mail_in(mail("The invoice list of Jane Roe stays empty."))
    assert "Jane Roe" in shown(busy)
    with busy.database.write() as connection:
        entry = audit.Entry(
            at=busy.now, actor="bot", event="message.deleted_by_writer", case_id=1001, detail={"message": first.id}
        )
        audit.write(connection, entry)
    assert "Jane Roe" not in shown(busy)
    assert "(deleted by its writer)" in shown(busy)


def test_the_last_words_stand_beside_the_first(busy: Office) -> None:
    first = busy.mail_in(mail("The invoice list stays empty.", message_id="<first@acme.example>"))
    for number in range(3):
        follow = mail(f"Also matter {number}.", "In-Reply-To: <first@acme.example>", subject="Re: Cannot post invoices")
        assert busy.mail_in(follow).outcome is Outcome.CONTINUED
    said = shown(busy)
    assert first.id == 1
    assert "The invoice list stays empty." in said
    assert "Also matter 2." in said
    assert "Also matter 1." not in said
    assert "(2 more in between)" in said
