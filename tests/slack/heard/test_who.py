"""Who somebody in Slack is, and what becomes of their words. Fed by our own payloads (Slack Connect ids included)."""

from dataclasses import replace
from typing import Any

import pytest

from intake.domain.identity import Degree
from intake.domain.slack import Person, Place, Profile
from intake.storage import identities, kept
from intake.storage.slack import people
from tests.slack import payloads
from tests.slack.heard.conftest import acme
from tests.slack.heard.desk import Chat, at
from tests.slack.ids import ANN, BOT, BOT_ID, CHANNEL, CUSTOMER, DIRECT, ENGINEERS, KIM, TEAM

OTHER = "T0OTHER"


@pytest.fixture
def bare(chat: Chat) -> Chat:
    """Return a desk that knows one customer by workspace, one by channel, and one by mail alone."""
    shared = {"domains": ("brindle.example",), "contacts": (), "slack": ("T0DESK/C0BRINDLE",)}
    acme(chat, name="Brindle", **shared)
    mails = {"domains": ("corso.example",), "contacts": (("cy@corso.example", "Cy Ono"),), "slack": ()}
    acme(chat, name="Corso", **mails)
    chat.knows("U0CY", team=OTHER, address="cy@corso.example", name="cy")
    chat.knows("U0CYRUS", team=TEAM, address="cy@corso.example", name="Cyrus", guest=True)
    chat.knows("U0DOT", team=OTHER, address="dot@corso.example", name="Dot")
    chat.knows("U0EVE", team=OTHER, address="eve@elsewhere.example", name="Eve")
    chat.knows("U0GUEST", team=TEAM, address="gus@brindle.example", name="Gus", guest=True)
    chat.knows("U0LEE", team=TEAM, address="lee@desk.example", name="Lee")
    chat.knows("U0INSIDE", team=TEAM, address="ida@brindle.example", name="Ida")
    return chat


@pytest.mark.parametrize(
    ("said", "customer", "degree", "address"),
    [
        pytest.param({}, "Acme", "proved", "ann@acme.example", id="their workspace is the customer's"),
        pytest.param({"user": "U0NOBODY"}, "Acme", "proved", "slack:T0GOLD/U0NOBODY", id="also without a profile"),
        pytest.param({"channel": DIRECT}, "Acme", "proved", "ann@acme.example", id="in a direct message too"),
        pytest.param(
            {"user": "U0EVE", "team": OTHER, "channel": "C0BRINDLE"}, "Brindle", "proved", "slack:T0OTHER/U0EVE",
            id="the channel is the customer's",
        ),
        pytest.param(
            {"user": "U0GUEST", "team": TEAM, "channel": "C0BRINDLE"}, "Brindle", "proved", "gus@brindle.example",
            id="a guest of ours in the customer's channel",
        ),
        pytest.param(
            {"user": "U0INSIDE", "team": TEAM, "channel": "C0BRINDLE"},
            "Brindle",
            "proved",
            "ida@brindle.example",
            id="a member of our workspace whose address is the customer's",
        ),
        pytest.param(
            {"user": "U0CYRUS", "team": TEAM, "channel": DIRECT}, "Corso", "proved", "cy@corso.example",
            id="a contact's address, of a guest of ours",
        ),
        pytest.param(
            {"user": "U0CY", "team": OTHER}, "Corso", "plausible", "slack:T0OTHER/U0CY",
            id="a contact's address, as another workspace has it",
        ),
        pytest.param(
            {"user": "U0CY", "team": OTHER, "channel": "C0BRINDLE"}, "Brindle", "proved", "slack:T0OTHER/U0CY",
            id="another customer's address in the customer's channel is believed no more",
        ),
        pytest.param(
            {"user": "U0DOT", "team": OTHER}, "Corso", "plausible", "slack:T0OTHER/U0DOT", id="a domain's address"
        ),
        pytest.param({"user": "U0EVE", "team": OTHER}, None, "unknown", "slack:T0OTHER/U0EVE", id="a stranger"),
        pytest.param(
            {"user": "U0LEE", "team": TEAM, "channel": DIRECT}, None, "unknown", "slack:T0DESK/U0LEE",
            id="a member of ours who is no engineer, to the bot alone",
        ),
    ],
)  # fmt: skip
def test_who_it_is(bare: Chat, said: dict[str, str], customer: str | None, degree: str, address: str) -> None:
    made = bare.says("The ledger is locked for all of us", **said)
    case = bare.office.case(made.case_id or 0)
    with bare.office.reading() as connection:
        found = identities.of_case(connection, case.id)
    owner = {1: "Acme", 2: "Brindle", 3: "Corso"}.get(case.customer_id or 0)
    assert (made.outcome, owner, found.degree, case.contact_address) == ("opened", customer, degree, address)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        pytest.param(
            {"user": KIM, "team": TEAM, "channel": "C0BRINDLE"},
            "one of the desk's own people wrote it, where customers write",
            id="an engineer in a customer's channel",
        ),
        pytest.param(
            {"user": KIM, "team": TEAM, "channel": DIRECT}, "one of the desk's own", id="an engineer to the bot"
        ),
        pytest.param(
            {"user": "U0LEE", "team": TEAM, "channel": "C0BRINDLE"}, "one of the desk's own", id="a colleague"
        ),
        pytest.param(
            {"user": "U0LEE", "team": TEAM, "channel": "C0KITCHEN"},
            "not_a_request: one of the desk's own people wrote it, where no customer is known to write",
            id="a colleague among colleagues",
        ),
        pytest.param(
            {"user": KIM, "team": TEAM, "channel": "C0KITCHEN"},
            "not_a_request: one of the desk's own",
            id="an engineer among colleagues",
        ),
    ],
)
def test_the_desk_s_own_people_open_nothing(bare: Chat, said: dict[str, str], reason: str) -> None:
    made = bare.says("The ledger is locked for all of them", **said)
    assert (made.outcome, made.case_id) == ("filed", None)
    assert reason in made.reason


@pytest.mark.parametrize(
    ("said", "degree"),
    [
        pytest.param({"user": "U0GUEST", "team": TEAM}, "plausible", id="a guest, who is a customer's person"),
        pytest.param({"user": "U0EVE", "team": OTHER}, "unknown", id="somebody of another workspace"),
        pytest.param({"user": "U0NEW", "team": TEAM}, "unknown", id="of whom Slack tells nothing, and in all doubt"),
    ],
)
def test_who_is_no_colleague_is_heard_in_any_channel(bare: Chat, said: dict[str, str], degree: str) -> None:
    made = bare.says("The ledger is locked for all of us", **{"channel": "C0KITCHEN", **said})
    with bare.office.reading() as connection:
        assert (made.outcome, identities.of_case(connection, made.case_id or 0).degree) == ("opened", degree)


def test_what_a_colleague_says_is_a_case_where_one_is_asked_for(bare: Chat) -> None:
    inner = bare.hears("The ledger is locked for all of us", user="U0LEE", team=TEAM, channel="C0KITCHEN")
    bare.settle()
    assert bare.message_of(inner).outcome == "filed"
    bare.presses("make_case", inner)
    bare.settle()
    assert bare.message_of(inner).outcome == "opened"


def test_words_in_the_engineers_channel_open_nothing(bare: Chat) -> None:
    rules = replace(bare.rules, engineers=Place(team="", channel=ENGINEERS))
    bare.office.desk = replace(bare.office.desk, slack=rules)
    made = bare.says("The ledger is locked for all of us", channel=ENGINEERS)
    assert (made.outcome, made.reason) == ("filed", "between engineers, in their own channel")


def test_an_engineer_s_words_in_the_customer_s_thread_are_the_answer(chat: Chat) -> None:
    case = chat.says("The ledger is locked for all of us")
    thread = chat.hears("x", after=100)  # another top-level message is no answer
    said = chat.says("We are looking at it", user=KIM, team=TEAM, thread_ts=_root(chat, 1))
    assert (said.outcome, said.case_id) == ("filed", case.case_id)
    assert said.reason == "a colleague's words in the customer's thread"
    with chat.office.reading() as connection:
        (act,) = kept.of_case(connection, case.case_id or 0)
    assert (act.actor, act.how, act.at, act.message_id) == ("Kim", "slack", said.envelope.received_at, said.id)
    assert thread


def test_a_colleague_who_is_no_engineer_answers_for_nobody(chat: Chat) -> None:
    chat.knows("U0LEE", team=TEAM, address="lee@desk.example", name="Lee")
    case = chat.says("The ledger is locked for all of us")
    said = chat.says("I saw it too", user="U0LEE", team=TEAM, thread_ts=_root(chat, 1))
    assert (said.outcome, said.case_id) == ("filed", case.case_id)
    with chat.office.reading() as connection:
        assert kept.of_case(connection, case.case_id or 0) == []


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"bot_id": BOT_ID, "user": BOT, "team": TEAM}, id="our own"),
        pytest.param({"bot_id": "B0WATCH", "user": "U0WATCH"}, id="somebody's program"),
        pytest.param({"subtype": "bot_message", "bot_id": "B0WATCH"}, id="a program of the older kind"),
        pytest.param({"app_id": "A0WATCH"}, id="an app's, of which no bot is named"),
        pytest.param({"bot_profile": {"id": "B0WATCH"}}, id="a bot's by its profile"),
        pytest.param({"user": "USLACKBOT", "team": TEAM}, id="Slack's own bot"),
        pytest.param({"subtype": "channel_join"}, id="somebody joins"),
        pytest.param({"subtype": "channel_topic"}, id="a new topic"),
    ],
)
def test_what_nobody_said_is_not_heard(chat: Chat, more: dict[str, Any]) -> None:
    chat.hears("The ledger is locked", **more)
    chat.settle()
    assert chat.outcomes() == []


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"bot_id": "B0WATCH", "user": "U0WATCH"}, id="by its bot id"),
        pytest.param({"subtype": "bot_message", "bot_id": "B0WATCH", "user": ""}, id="of the older kind"),
    ],
)
def test_a_bot_that_is_listened_to_opens_a_case_and_is_never_answered(chat: Chat, more: dict[str, str]) -> None:
    chat.office.desk = replace(chat.office.desk, slack=replace(chat.rules, bots=frozenset({"B0WATCH"})))
    chat.says("Disk of the file server is full", **more)
    assert [one[0] for one in chat.outcomes()] == ["opened"]
    assert chat.office.mails() == []
    assert [one["reason"] for one in chat.office.details("acknowledgement.withheld")] == [
        "a bot wrote it, and bots are never answered"
    ]


def test_whom_slack_calls_a_bot_is_answered_never_though_the_message_does_not_say_so(chat: Chat) -> None:
    robot = Person(team=CUSTOMER, user="U0ROBOT")
    with chat.office.database.write() as connection:
        people.want(connection, robot, TEAM, chat.office.now, chat.office.now)
        people.learned(connection, Profile(person=robot, name="Robot", bot=True, known_at=chat.office.now))
    said = chat.says("Invoice 17 failed", user=robot.user)
    assert (said.outcome, chat.office.mails(1001)) == ("opened", [])


def test_a_customer_s_picture_which_names_no_team_is_no_colleague_s(chat: Chat) -> None:
    picture = payloads.file("F1", user=ANN, url=f"https://files.slack.com/files-pri/{CUSTOMER}-F1/a.png")
    inner = payloads.message("See the picture", subtype="file_share", files=[picture], ts=at(chat.office.now))
    bare = {name: value for name, value in inner.items() if name not in ("team", "user_team", "source_team")}
    chat.deliver(chat.event(bare, is_ext_shared_channel=True))
    chat.settle()
    assert chat.outcomes() == [("opened", "")]


def test_the_ids_of_a_shared_channel_are_kept_apart(bare: Chat) -> None:
    """The event is of a third workspace, the app is installed in ours, the writer is of theirs."""
    inner = payloads.message("The ledger is locked for us", ts=at(bare.office.now), user="U0EVE", team=OTHER)
    bare.deliver(bare.event(inner, context="T0THIRD"))
    bare.settle()
    assert bare.office.case().contact_address == "slack:T0OTHER/U0EVE"
    with bare.office.reading() as connection:
        rows = connection.exec_driver_sql("SELECT place, person FROM chat_turns").all()
    assert [tuple(row) for row in rows] == [(f"slack:{TEAM}/{CHANNEL}/", "slack:T0OTHER/U0EVE")]


def test_where_the_app_is_installed_in_a_customer_s_workspace_its_people_are_no_colleagues(bare: Chat) -> None:
    for team, said in (("T0SECOND", "The ledger is locked for us"), ("T0SECOND", "and so is the till of our shop")):
        inner = payloads.message(said, ts=at(bare.office.now), user="U0ZOE", team=team)
        event = bare.event(inner, installed=team)
        bare.deliver(replace(event, team=team))
    bare.settle()
    assert bare.outcomes() == [("opened", ""), ("continued", "part of message 1")]
    assert bare.office.case().contact_address == "slack:T0SECOND/U0ZOE"


def test_a_stranger_s_case_is_in_their_own_zone_and_language(bare: Chat) -> None:
    made = bare.says("The ledger is locked for us", user="U0EVE", team=OTHER)
    case = bare.office.case(made.case_id or 0)
    assert (case.zone, case.language) == ("Europe/Berlin", "de")


def test_identity_says_in_words_what_it_rests_on(chat: Chat) -> None:
    made = chat.says("The ledger is locked for us")
    with chat.office.reading() as connection:
        found = identities.of_messages(connection, [made.id])[made.id]
    assert (found.degree, found.said) == (Degree.PROVED, "Slack: workspace T0GOLD is Acme's")


def _root(chat: Chat, message_id: int) -> str:
    with chat.office.reading() as connection:
        key = connection.exec_driver_sql("SELECT dedupe FROM messages WHERE id = ?", (message_id,)).scalar_one()
    return str(key).rpartition("/")[2]
