"""Evidence gathered over messages, channels, contacts and cases of one customer."""

from dataclasses import dataclass
from datetime import datetime
from itertools import permutations

import pytest

from intake.domain.case import MailKind
from intake.domain.contract import Channel
from intake.queue import jobs
from intake.review.close import close
from intake.review.reply import Reply, reply
from intake.review.verdict import override
from intake.storage import audit
from tests.review.engineers import engineer
from tests.stages.office import Office, mail

ANN, BOB, EVE, ZED = "ann@acme.example", "bob@acme.example", "eve@evil.example", "zed@rival.example"
HALF = "Nobody can connect."
PLACES = "It fails from both offices."
BOTH = "Nobody can connect, from both offices."


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-12T{clock}:00-04:00")


@dataclass(frozen=True)
class Said:
    """One message: when, by whom, what; `to` is the case whose mail it answers, None for a new matter."""

    clock: str
    who: str
    words: str
    to: int | None = None
    channel: Channel = Channel.EMAIL


def hear(office: Office, said: Said) -> None:
    office.now = at(said.clock)
    headers = [] if said.to is None else [f"In-Reply-To: {office.mails(said.to)[0].message_id}"]
    office.mail_in(mail(said.words, *headers, sender=said.who), mail_from=said.who, channel=said.channel)


def emergencies(office: Office) -> dict[int, datetime | None]:
    """Return the cases that are emergencies, with their deadlines."""
    return {case.id: case.due_at for case in office.cases() if case.emergency}


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:40", ANN, PLACES, to=1001)], {1001: at("11:10")}, id="two messages"
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:40", BOB, PLACES, to=1001)], {1001: at("11:10")},
            id="two contacts in one case",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:40", BOB, PLACES)], {1001: at("11:10")},
            id="two contacts in two cases: the first is the emergency",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:40", ANN, PLACES)], {1001: at("11:10")}, id="one contact in two cases"
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:40", BOB, PLACES, channel=Channel.SLACK)], {1001: at("11:10")},
            id="two channels",
        ),
        pytest.param(
            [Said("10:00", BOB, PLACES), Said("10:40", ANN, HALF)], {1002: at("11:10")},
            id="the other way round: the case that shows half of it is the emergency",
        ),
        pytest.param(
            [Said("10:00", BOB, "The list is empty."), Said("10:05", ANN, HALF), Said("10:40", BOB, PLACES, to=1001)],
            {1002: at("11:10")}, id="a follow-up in another case completes it",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:20", BOB, HALF), Said("10:40", BOB, PLACES)], {1001: at("11:10")},
            id="three cases: the earliest of those that show half of it",
        ),
        pytest.param(
            [Said("10:00", BOB, PLACES), Said("10:10", ANN, "Hello."), Said("10:40", ANN, HALF, to=1002)],
            {1002: at("11:10")}, id="half of it in a follow-up, the rest in another case before",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("11:59", BOB, PLACES)], {1001: at("12:29")}, id="just within two hours"
        ),
        pytest.param([Said("10:00", ANN, HALF), Said("12:01", BOB, PLACES)], {}, id="too long ago"),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:20", ANN, "But it works again.", to=1001), Said("10:40", BOB, PLACES)],
            {}, id="over in the meantime",
        ),
        pytest.param(
            [Said("10:00", BOB, f"{PLACES} But it works again."), Said("10:40", ANN, HALF)], {},
            id="over where it was seen",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:40", BOB, f"{PLACES} But it works again.")], {},
            id="the message that completes it says that it is over",
        ),
        pytest.param([Said("10:00", ANN, HALF), Said("10:40", ZED, PLACES)], {}, id="another customer's message"),
        pytest.param([Said("10:00", ANN, HALF), Said("10:40", EVE, PLACES)], {}, id="a stranger's message"),
        pytest.param(
            [
                Said("10:00", ANN, "I cannot connect from my laptop."),
                Said("10:40", BOB, "Slow printing from both offices."),
            ],
            {}, id="two matters that have nothing to do with each other",
        ),
        pytest.param(
            [
                Said("10:00", ANN, "We cannot connect at one office."),
                Said("10:40", BOB, "We cannot connect at one office."),
            ],
            {}, id="each at one location, and no place is named",
        ),
    ],
)  # fmt: skip
def test_what_becomes_an_emergency(office: Office, messages: list[Said], expected: dict[int, datetime | None]) -> None:
    office.customer("gotomyerp-plans")
    office.customer("gotomyerp-plans", name="Rival", domain="rival.example")
    for said in messages:
        hear(office, said)
    assert emergencies(office) == expected


IN_ANY_ORDER = list(permutations([(ANN, HALF), (BOB, PLACES), (BOB, "The list is empty."), (ANN, "Thank you.")]))


@pytest.mark.parametrize("messages", IN_ANY_ORDER, ids=lambda order: ", ".join(words for _, words in order))
def test_in_whatever_order_it_comes_there_is_one_emergency_from_the_message_that_completes_it(
    office: Office, messages: tuple[tuple[str, str], ...]
) -> None:
    office.customer("gotomyerp-plans")
    for minute, (who, words) in enumerate(messages):
        hear(office, Said(f"10:0{minute}", who, words))
    said = [words for _, words in messages]
    assert list(emergencies(office)) == [1001 + said.index(HALF)]
    assert list(emergencies(office).values()) == [at(f"10:3{max(said.index(HALF), said.index(PLACES))}")]


def test_the_contact_of_the_case_that_becomes_it_is_told_once_and_the_other_gets_an_answer(office: Office) -> None:
    office.customer("gotomyerp-plans")
    for said in (Said("10:00", ANN, HALF), Said("10:40", BOB, PLACES), Said("10:45", BOB, PLACES, to=1002)):
        hear(office, said)
    assert [sent.kind for sent in office.mails(1001)] == [MailKind.ACKNOWLEDGEMENT, MailKind.LEVEL_CHANGE]
    assert {sent.recipient for sent in office.mails(1001)} == {ANN}
    assert [sent.kind for sent in office.mails(1002)] == [MailKind.ACKNOWLEDGEMENT]
    assert "by Tuesday 12 May 2026, 11:10 am EDT" in office.letter(1001)


def test_a_new_case_that_completes_it_itself_gets_one_answer_with_the_emergency_in_it(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", BOB, PLACES))
    hear(office, Said("10:40", ANN, HALF))
    assert [sent.kind for sent in office.mails(1002)] == [MailKind.ACKNOWLEDGEMENT]
    assert "11:10 am EDT" in office.letter(1002)
    assert "This is provisional" in office.letter(1002)


def test_the_cases_are_linked_and_the_other_one_s_engineers_look_as_early(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", ANN, HALF))
    hear(office, Said("10:40", BOB, PLACES))
    assert office.details("case.linked") == [
        {"case": 1002, "why": "its words complete the evidence of an emergency"},
        {"case": 1001, "why": "an emergency of this customer is under way"},
    ]
    assert office.case(1002).attention_at == office.case(1001).due_at == at("11:10")


def test_who_reports_an_emergency_under_way_is_linked_to_it_and_begins_no_second_one(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", ANN, f"{HALF} {PLACES}"))
    hear(office, Said("10:10", BOB, HALF))
    assert emergencies(office) == {1001: at("10:30")}
    assert office.case(1002).attention_at == at("10:30")
    assert {link["case"] for link in office.details("case.linked")} == {1001, 1002}


@pytest.mark.parametrize("words", [f"{HALF} {PLACES}", HALF], ids=["an emergency each", "a failure each"])
def test_however_many_report_it_each_is_linked_with_the_first_alone(office: Office, words: str) -> None:
    """With a link for each pair, the hundredth mail of an outage would keep every other one waiting."""
    office.customer("gotomyerp-plans")
    for nth in range(8):
        hear(office, Said(f"10:{nth:02}", f"user{nth}@acme.example", words))
    with office.reading() as connection:
        entries = {number: audit.of_case(connection, number) for number in range(1001, 1009)}
    links = {
        number: [one.detail["case"] for one in found if one.event == "case.linked"] for number, found in entries.items()
    }
    assert links == {1001: list(range(1002, 1009)), **{number: [1001] for number in range(1002, 1009)}}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("We cannot connect at one office.", "We cannot connect at one office.", id="one location each"),
        pytest.param(HALF, HALF, id="no location"),
    ],
)
def test_two_contacts_who_report_the_same_are_seen_at_once(office: Office, first: str, second: str) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", ANN, first))
    hear(office, Said("10:40", BOB, second))
    assert [office.case(number).attention_at for number in (1001, 1002)] == [at("10:40"), at("10:40")]
    same = "another contact of this customer reports the same"
    assert office.details("case.linked") == [{"case": 1001, "why": same}, {"case": 1002, "why": same}]
    assert office.case(1001).due_at == at("16:00"), "what was promised stays"


def test_two_contacts_in_one_case_are_seen_at_once_too(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", ANN, "We cannot connect at one office."))
    hear(office, Said("10:20", ANN, "We cannot connect at one office.", to=1001))
    assert office.case(1001).attention_at == at("16:00")
    hear(office, Said("10:40", BOB, "We cannot connect at one office.", to=1001))
    assert (office.case(1001).attention_at, office.case(1001).emergency) == (at("10:40"), False)


def test_one_contact_who_writes_twice_is_not_two(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", ANN, "We cannot connect at one office."))
    hear(office, Said("10:40", ANN, "We cannot connect at one office."))
    assert office.details("case.linked") == []


def test_what_an_engineer_has_withdrawn_in_one_case_counts_for_no_other(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", BOB, PLACES))
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, "4", "it was the printers")
    hear(office, Said("10:40", ANN, HALF))
    assert emergencies(office) == {}


def test_a_closed_case_lends_nothing(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", BOB, PLACES))
    with office.database.write() as connection:
        close(engineer(office, connection), 1001, "done", resolved=True)
    hear(office, Said("10:40", ANN, HALF))
    assert emergencies(office) == {}


def test_a_stranger_with_the_case_s_own_address_is_heard_and_counts_for_nothing(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", ANN, HALF))
    to = office.header("Reply-To")
    arrived = office.mail_in(mail(PLACES, sender=EVE, to=to), mail_from=EVE, rcpt_to=(to,))
    assert arrived.case_id == 1001
    assert emergencies(office) == {}


def test_never_later_than_what_was_promised(office: Office) -> None:
    office.customer("gotomyerp-plans", plan="platinum")
    hear(office, Said("10:00", ANN, HALF))
    promised = office.case(1001).due_at
    hear(office, Said("10:50", BOB, PLACES))
    case = office.case(1001)
    assert (case.due_at, case.attention_at, len(office.mails(1001))) == (promised, at("10:50"), 1)


def test_once_the_first_promise_is_kept_an_emergency_has_a_promise_of_its_own(office: Office) -> None:
    office.customer("gotomyerp-plans", plan="platinum")
    hear(office, Said("10:00", ANN, HALF))
    office.now = at("10:10")
    with office.database.write() as connection:
        reply(engineer(office, connection), 1001, Reply(text="Is it so at your second office?"))
    hear(office, Said("10:50", ANN, PLACES, to=1001))
    assert emergencies(office) == {1001: at("11:20")}


@pytest.mark.parametrize(
    ("followed", "expected"),
    [
        pytest.param([Said("10:00", ANN, HALF), Said("16:00", ANN, PLACES, to=1001)], "16:30", id="the rest of it"),
        pytest.param([Said("10:00", ANN, HALF), Said("16:00", ANN, BOTH, to=1001)], "16:30", id="both facts"),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("15:50", ANN, PLACES, to=1001), Said("18:00", ANN, BOTH, to=1001)], "18:30",
            id="both facts anew, after the promise that was to stand was missed",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("15:00", ANN, HALF, to=1001), Said("15:50", ANN, PLACES, to=1001),
             Said("16:30", ANN, HALF, to=1001)], "17:00", id="half of it anew, which was said lately",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("15:00", BOB, HALF), Said("16:10", BOB, PLACES, to=1002)], None,
            id="in another case that waits for its own promise",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("15:00", ANN, "Still so.", to=1001), Said("15:50", ANN, HALF, to=1001),
             Said("16:00", BOB, PLACES)], "16:30", id="another contact's case",
        ),
    ],
)  # fmt: skip
def test_a_missed_promise_keeps_no_emergency_from_beginning(
    office: Office, followed: list[Said], expected: str | None
) -> None:
    """What was promised by 4 pm is silver's six hours; nobody has answered."""
    office.customer("gotomyerp-plans")
    for said in followed:
        hear(office, said)
    if expected is None:
        assert list(emergencies(office)) == [1002]
        return
    assert emergencies(office) == {1001: at(expected)}
    assert [sent.kind for sent in office.mails(1001)].count(MailKind.LEVEL_CHANGE) == 1
    assert f"{int(expected[:2]) - 12}{expected[2:]} pm EDT" in office.letter(1001)


@pytest.mark.parametrize("words", ["Any news?", f"{HALF} But it works again.", "Thank you."])
def test_a_missed_promise_alone_makes_none(office: Office, words: str) -> None:
    office.customer("gotomyerp-plans")
    for said in (Said("10:00", ANN, HALF), Said("15:50", ANN, PLACES, to=1001), Said("18:00", ANN, words, to=1001)):
        hear(office, said)
    assert emergencies(office) == {}


def test_engineers_who_should_have_looked_before_are_not_put_off(office: Office) -> None:
    """Two contacts bring the engineers' clock to 10:20; what is complete at 10:50 does not move it back."""
    office.customer("gotomyerp-plans", plan="platinum")
    for said in (Said("10:00", ANN, HALF), Said("10:20", BOB, HALF, to=1001), Said("10:50", ANN, PLACES, to=1001)):
        hear(office, said)
    assert (office.case().emergency, office.case().attention_at) == (False, at("10:20"))


@pytest.mark.parametrize(
    ("carried_through", "expected"),
    [
        pytest.param([Said("10:00", ANN, HALF), Said("09:40", BOB, PLACES)], "10:30", id="what was missing came first"),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:30", ANN, HALF, to=1001), Said("10:10", BOB, PLACES)], "10:40",
            id="what is said again counts from the first time",
        ),
        pytest.param(
            [Said("10:00", ANN, HALF), Said("10:30", ANN, "Any news?", to=1001), Said("09:50", ANN, PLACES, to=1001)],
            "10:30", id="in one case",
        ),
    ],
)  # fmt: skip
def test_in_whatever_order_it_is_carried_through_it_begins_when_its_evidence_was_complete(
    office: Office, carried_through: list[Said], expected: str
) -> None:
    office.customer("gotomyerp-plans")
    for said in carried_through:
        hear(office, said)
    assert emergencies(office) == {1001: at(expected)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("We cannot connect.", "All users: nobody can print.", id="the facts of two matters"),
        pytest.param("Since the planned upgrade all is slow.", "Hello.", id="a planned event alone"),
    ],
)
def test_site_down_is_not_pieced_together(office: Office, first: str, second: str) -> None:
    office.customer("helpdesk")
    hear(office, Said("10:00", ANN, first))
    hear(office, Said("10:40", BOB, second))
    assert emergencies(office) == {}


def test_a_planned_event_of_its_own_case_voids_site_down_and_another_s_does_not(office: Office) -> None:
    office.customer("helpdesk")
    hear(office, Said("10:00", BOB, f"{HALF} Since the planned upgrade."))
    assert emergencies(office) == {}
    hear(office, Said("10:40", ANN, HALF))
    assert emergencies(office) == {1002: at("10:40")}


def test_twice_equals_once(office: Office) -> None:
    office.customer("gotomyerp-plans")
    hear(office, Said("10:00", ANN, HALF))
    hear(office, Said("10:40", BOB, PLACES))
    before = office.everything()
    with office.database.write() as connection:
        for message in (1, 2):
            jobs.put(connection, jobs.Stage.PROCESS, message, office.now)
    office.run()
    after = office.everything()
    assert {name: rows for name, rows in after.items() if name != "jobs"} == {
        name: rows for name, rows in before.items() if name != "jobs"
    }
