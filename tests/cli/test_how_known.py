"""How a fact of the checklist is known: written in a message, pressed somewhere, seen by an engineer who looked."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from intake.cli.evidence import point_lines, points_plain
from intake.domain.contract import Channel, Fact
from intake.domain.erased import ERASED
from intake.domain.evidence import Part, Point, Said
from intake.stages.presses import named, presses_of
from intake.storage import audit, evidence
from tests.cli.command import Place
from tests.stages.office import mail

AT = datetime(2026, 5, 12, 14, 0, tzinfo=UTC)
SAID = {"case_id": 1001, "customer_id": 1, "fact": Fact.CONNECTIVITY, "holds": True, "at": AT}


def point(said_by: str, message_id: int | None, words: str = "", **more: object) -> Point:
    said = Said(said_by=said_by, message_id=message_id, words=words, **SAID)  # type: ignore[arg-type] # a table's values
    return Point(fact=Fact.CONNECTIVITY, part=Part.NEEDED, said=said, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "how", "said"),
    [
        pytest.param(point("ann@acme.example", 3, "down"), "said", "said by ann@acme.example in message 3,",
                     id="written"),
        pytest.param(point("web:2/", 3, "down"), "said", "said by visitor 2 of the chat window in message 3,",
                     id="written in a window by nobody who is proved"),
        pytest.param(point("ann@acme.example", None, by="Ann Lee", channel=Channel.WEB_CHAT), "pressed",
                     "pressed by Ann Lee in the chat window,", id="pressed in the window"),
        pytest.param(point("ann@acme.example", None, by="Ann Lee", channel=Channel.PORTAL), "pressed",
                     "pressed by Ann Lee in the portal,", id="pressed in the portal"),
        pytest.param(point("slack:T1/U1", None, by="Ann Lee", channel=Channel.SLACK), "pressed",
                     "pressed by Ann Lee in Slack,", id="pressed in Slack"),
        pytest.param(point("ann@acme.example", None), "pressed", "pressed by ann@acme.example,",
                     id="pressed somewhere"),
        pytest.param(point(ERASED, None, ERASED), "said", f"said by {ERASED},", id="erased"),
        pytest.param(point("Kim", None, "tried it"), "seen", "seen by Kim,", id="an engineer's own check"),
    ],
)  # fmt: skip
def test_the_checklist_says_how_a_fact_is_known(known: Point, how: str, said: str) -> None:
    (text,) = point_lines([known], 1001, "UTC")
    assert text.startswith(f"[x] connection failure: {said}")
    assert points_plain([known])[0]["how"] == how


@pytest.mark.parametrize(
    ("detail", "channel"),
    [
        pytest.param({"from": "portal", "session": 1}, Channel.PORTAL, id="the portal"),
        pytest.param({"event": 1, "mail": 2}, Channel.SLACK, id="Slack"),
        pytest.param({"visitor": 99}, Channel.WEB_CHAT, id="the window"),
        pytest.param({}, None, id="nothing says where"),
    ],
)
def test_where_a_fact_was_pressed_is_read_from_the_trail(
    place: Place, detail: Mapping[str, object], channel: Channel | None
) -> None:
    office = place.office
    office.customer("gotomyerp-plans")
    office.mail_in(mail())
    pressed = point("ann@acme.example", None)
    assert pressed.said is not None
    what = {**detail, "fact": "connectivity"}
    with office.database.write() as connection:
        evidence.add(connection, [pressed.said])
        audit.write(
            connection, audit.Entry(at=office.now, actor="customer", event="case.pressed", case_id=1001, detail=what)
        )
    with office.reading() as connection:
        (press,) = presses_of(connection, office.case())
        (found,) = named(connection, [pressed])
    assert (press.by, press.channel, press.fact) == ("Ann Lee", channel, Fact.CONNECTIVITY)
    assert (found.by, found.channel) == ("Ann Lee", channel)
