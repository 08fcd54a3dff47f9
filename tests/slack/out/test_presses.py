"""What customers press below our messages, and what becomes of it. Fed by our own payloads, straight to the clerk."""

import json
from datetime import timedelta

import pytest

from intake.domain.suggestion import Suggestion
from intake.render.slack.pressed import REPLACED, Pressed
from intake.review.close import close
from intake.review.slack.drawn import drawn
from intake.review.verdict import confirm, override
from intake.stages.desk import Run
from intake.storage import links
from intake.storage.slack import people, posts
from tests.review.engineers import engineer
from tests.slack.engineers.floor import text_of
from tests.slack.heard.desk import KIM, TEAM
from tests.slack.out.asked import Asked
from tests.stages.office import opinion

LEVEL, WORSE, YES, NO = "customer.level", "customer.worse", "customer.yes", "customer.no"
ALL, TWO, CONNECT = "customer.fact.all_users", "customer.fact.two_locations", "customer.fact.connectivity"


@pytest.mark.parametrize(
    ("contract", "plan", "offered"),
    [
        pytest.param("gotomyerp-plans", "silver", [ALL, TWO, LEVEL, WORSE], id="000: the customer's choice"),
        pytest.param("gotomyerp", None, [ALL, TWO, LEVEL, WORSE], id="001: the customer's choice"),
        pytest.param("helpdesk", None, [ALL, WORSE], id="002: no levels, the site may be down"),
        pytest.param("priority-matrix", None, [WORSE], id="003: the provider assigns"),
        pytest.param("erp-maestro", None, [LEVEL, WORSE], id="004: the customer's choice, no emergency"),
    ],
)
def test_the_acknowledgement_offers_what_the_contract_leaves_to_the_customer(
    asked: Asked, contract: str, plan: str | None, offered: list[str]
) -> None:
    asked.customer(contract, plan)
    asked.says("We cannot connect to the service since nine")
    assert asked.buttons() == offered


@pytest.mark.parametrize(
    ("words", "is_offered"),
    [
        pytest.param("The invoice list is a little slow since this morning", False, id="a slow list"),
        pytest.param(
            "The invoice list is a little slow, I call it severity 4", False, id="claimed to be of little weight"
        ),
        pytest.param("The invoice list is a little slow, I call it severity 1", True, id="claimed to be the gravest"),
        pytest.param("Nobody can connect any more", True, id="facts of an emergency"),
        pytest.param("The list fails from both offices", True, id="one such fact"),
    ],
)
def test_the_checklist_is_offered_only_where_an_emergency_is_thinkable(
    asked: Asked, words: str, is_offered: bool
) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says(words)
    assert any(one.startswith("customer.fact.") for one in asked.buttons()) is is_offered
    assert {LEVEL, WORSE} <= set(asked.buttons())


@pytest.mark.parametrize(
    ("found", "is_offered"),
    [
        pytest.param(opinion(1), True, id="suggested to be critical"),
        pytest.param(opinion(2), True, id="suggested to be grave"),
        pytest.param(opinion(3), False, id="suggested to be minor"),
        pytest.param(opinion(2, sure=False), False, id="nobody should lean on it"),
        pytest.param(opinion(3, sure=False, alert=True), True, id="the alarm"),
    ],
)
def test_so_it_is_where_a_suggestion_makes_one_thinkable(asked: Asked, found: Suggestion, is_offered: bool) -> None:
    asked.chat.office.suggests.answer = found
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    asked.press(LEVEL, asked.is_posted(), choice="2")
    assert any(one.startswith("customer.fact.") for one in asked.buttons()) is is_offered


def test_once_the_gravest_level_is_chosen_the_checklist_is_offered(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list is a little slow since this morning")
    asked.press(LEVEL, asked.is_posted(), choice="1")
    assert asked.buttons() == [ALL, CONNECT, TWO, LEVEL, WORSE]


def test_a_level_that_counts_by_telephone_only_says_so_where_it_is_chosen(asked: Asked) -> None:
    asked.customer("erp-maestro")
    asked.says("The invoice list stays empty")
    options = [one for block in asked.post().blocks for one in block.get("elements", ()) if "options" in one]
    said = {one["value"]: one["text"]["text"] for one in options[0]["options"]}
    assert list(said) == ["1", "2", "3", "4"]
    assert said["1"] == "1: Critical business impact (by telephone only)"
    assert said["2"] == "2: Significant business impact"


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        pytest.param("The invoice list stays empty", "It now has level 2, Significant business impact",
                     id="from level 3's clock"),
        pytest.param("The invoice list stays empty, severity 2", "Level 2, Significant business impact",
                     id="level 2's clock runs already"),
    ],
)  # fmt: skip
def test_pressing_it_is_a_claim_letter_menu_and_card_agree_on(asked: Asked, words: str, becomes: str) -> None:
    """As when it is written: level 2's clock, the customer is told to telephone, and somebody is called."""
    asked.customer("erp-maestro")
    asked.says(words)
    mail, office = asked.is_posted(), asked.chat.office
    assert asked.press(LEVEL, mail, choice="1") == []
    case = office.case()
    assert (case.claimed, case.level, case.clock_level) == ("1", "2", "2")
    assert becomes in asked.words()
    assert "is confirmed" not in asked.words()
    assert "now to report it as level 1: that level counts by telephone only" in asked.words()
    assert asked.pressed(mail)[0]["label"] == "1: Critical business impact (by telephone only)"
    assert "page.opened" in office.trail()
    with office.reading() as connection:
        card = text_of(drawn(Run(connection=connection, desk=office.desk, now=office.now), 1001).message.blocks)
    assert "*Customer's claim:* level 1" in card
    assert "*Counts by telephone only:* the customer is told to call; until they do, level 2's clock runs" in card
    assert asked.press(LEVEL, mail, choice="1") == ["Level 2 holds for case 1001 already, so nothing has changed."]


def test_a_chosen_level_is_a_claim_that_runs_from_the_receipt_and_is_told_once(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    before = asked.says("The invoice list stays empty")
    mail = asked.is_posted()
    assert asked.press(LEVEL, mail, choice="1") == []
    case = asked.chat.office.case()
    assert (case.level, case.claimed, case.provisional) == ("1", "1", True)
    assert before.due_at is not None
    assert case.due_at is not None
    assert case.due_at == case.opened_at.replace(microsecond=0) + timedelta(hours=1)
    assert "It now has level 1, Critical business impact (clause 3.2), instead of level 3." in asked.words()
    assert "The time runs from when your message reached us: Tuesday 12 May 2026, 10:00 am EDT." in asked.words()
    assert [row.kind for row in asked.rows()] == ["acknowledgement", "level_change"]
    assert asked.pressed(mail) == [
        {"action": LEVEL, "label": "1: Critical business impact", "user": "U0ANN"},
    ]
    assert asked.press(LEVEL, mail, choice="1") == ["Level 1 holds for case 1001 already, so nothing has changed."]
    assert [row.kind for row in asked.rows()] == ["acknowledgement", "level_change"]


def test_after_an_engineer_has_decided_a_choice_changes_nothing_and_the_engineers_are_told(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    mail = asked.is_posted()
    with asked.chat.office.database.write() as connection:
        confirm(engineer(asked.chat.office, connection), 1001)
    told = asked.press(LEVEL, mail, choice="1")
    assert told == [
        (
            "Level 3 holds for case 1001, and an engineer has taken over: this button changes nothing any more. "
            "The engineers have been told what you pressed."
        )
    ]
    assert asked.chat.office.case().level == "3"
    assert asked.chat.office.case().attention_at == asked.chat.office.now
    assert asked.chat.office.details("case.pressed.too_late")[0]["level"] == "1"
    assert asked.pressed(mail) == [{"action": LEVEL, "label": "", "user": ""}]


def test_the_facts_of_an_emergency_make_one_when_they_are_all_pressed(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.says("It is slow for us")
    mail = asked.is_posted()
    assert asked.press(ALL, mail) == []
    assert not asked.chat.office.case().emergency
    assert asked.press(ALL, mail) == ["We know that already, and the engineers have been told."]
    assert asked.press(TWO, mail) == []
    case = asked.chat.office.case()
    assert case.emergency
    assert case.provisional
    assert case.due_at == asked.chat.office.now.replace(microsecond=0) + timedelta(minutes=30)
    assert "It is now an emergency" in asked.words()
    assert "page.opened" in asked.chat.office.trail()
    assert {one["action"] for one in asked.pressed(mail)} >= {ALL, TWO, CONNECT, LEVEL}
    assert asked.press(LEVEL, mail, choice="4") == [
        "Case 1001 is treated as an emergency already, so nothing has changed."
    ]


def test_got_worse_is_told_to_the_engineers_once_until_they_look(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.says("It is slow for us")
    mail = asked.is_posted()
    assert asked.press(WORSE, mail) == [
        "The engineers have been told that case 1001 got worse. Please write here what has changed."
    ]
    assert asked.chat.office.case().attention_at == asked.chat.office.now
    assert asked.press(WORSE, mail) == ["We know that already, and the engineers have been told."]
    assert asked.chat.office.trail().count("case.said_worse") == 1
    assert asked.worsened() == {1001: "the customer says so, by a button"}
    with asked.chat.office.database.write() as connection:
        confirm(engineer(asked.chat.office, connection), 1001)
    assert asked.worsened() == {}
    asked.press(WORSE, mail)
    assert asked.chat.office.trail().count("case.said_worse") == 2


@pytest.mark.parametrize(("action", "level", "answer"), [(YES, "2", "yes"), (NO, "3", "no")], ids=["yes", "no"])
def test_consent_by_a_button_counts_as_consent_and_once(asked: Asked, action: str, level: str, answer: str) -> None:
    asked.customer("erp-maestro")
    asked.says("The invoice list stays empty")
    with asked.chat.office.database.write() as connection:
        override(engineer(asked.chat.office, connection), 1001, "2", "it hits the month's end")
    question = asked.is_posted()
    assert asked.buttons() == [YES, NO]
    assert "Do you agree to level 2" in asked.words()
    assert asked.press(action, question) == []
    assert asked.chat.office.case().clock_level == level
    with asked.chat.office.reading() as connection:
        asked_for = links.last(connection, 1001)
    assert asked_for is not None
    assert asked_for.answer == answer
    letters = [row.key for row in asked.rows()]
    assert asked.press(YES, question) == [f"This question has been answered already: {answer}."]
    assert [row.key for row in asked.rows()] == letters
    assert asked.chat.office.details("case.consent")[0]["how"] == "button"


def test_who_pressed_is_forgotten_with_the_person(asked: Asked) -> None:
    asked.customer("gotomyerp")
    asked.says("It is slow for us")
    mail = asked.is_posted()
    asked.press(WORSE, mail)
    with asked.chat.office.database.write() as connection:
        people.forget(connection, ["slack:T0GOLD/U0ANN"])
    assert asked.pressed(mail) == [{"action": WORSE, "label": "This got worse", "user": ""}]


def test_a_question_that_no_longer_stands_is_said_to(asked: Asked) -> None:
    asked.customer("erp-maestro")
    asked.says("The invoice list stays empty")
    with asked.chat.office.database.write() as connection:
        override(engineer(asked.chat.office, connection), 1001, "2", "it hits the month's end")
    question = asked.is_posted()
    with asked.chat.office.database.write() as connection:
        confirm(engineer(asked.chat.office, connection), 1001)
    assert asked.press(YES, question) == ["This question no longer stands, so nothing has changed."]
    assert asked.chat.office.case().clock_level == "3"


@pytest.mark.parametrize(
    ("user", "team"),
    [
        pytest.param("U0EVE", "T0OTHER", id="somebody of another workspace in the same channel"),
        pytest.param("U0MAL", "T0OTHER", id="another with a contact's address in their own profile"),
        pytest.param(KIM, TEAM, id="an engineer of the desk"),
    ],
)
def test_nobody_else_can_press(asked: Asked, user: str, team: str) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    asked.chat.knows("U0EVE", team="T0OTHER", address="eve@elsewhere.example")
    asked.chat.knows("U0MAL", team="T0OTHER", address="ann@acme.example")
    mail, before = asked.is_posted(), asked.chat.office.case()
    for action in (LEVEL, ALL, TWO, WORSE):
        told = asked.press(action, mail, choice="1", user=user, team=team)
        assert told == ["Only the customer whose case this is can press here. Nothing has changed."]
    assert asked.chat.office.case() == before
    assert [row.kind for row in asked.rows()] == ["acknowledgement"]


def test_somebody_of_the_desk_s_workspace_whom_slack_has_not_named_yet_is_nobody(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    told = asked.press(WORSE, asked.is_posted(), user="U0NEW", team=TEAM)
    assert told == ["Slack has not told us yet who you are, so nothing was done. Please press again."]


def test_a_press_elsewhere_or_below_a_made_up_message_does_nothing(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    mail, before = asked.is_posted(), asked.chat.office.case()
    gone = ["We do not know this button any more. Please write here instead."]
    assert asked.press(LEVEL, mail, choice="1", channel="C0ELSE") == gone
    assert asked.chat.office.case() == before


def test_in_a_closed_case_a_press_changes_nothing(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    mail = asked.is_posted()
    with asked.chat.office.database.write() as connection:
        close(engineer(asked.chat.office, connection), 1001, "done", resolved=False)
    told = asked.press(LEVEL, mail, choice="1")
    assert told == ["Case 1001 is closed, so nothing has changed. Write here if you still need us."]
    assert asked.chat.office.case().level == "3"


def test_a_press_before_its_post_was_answered_tells_where_the_post_stands(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    mail = asked.rows()[-1]
    asked.press(WORSE, mail)
    found = asked.posted(mail)
    assert found is not None
    assert found.ts == "1778600000.000100"


def test_who_is_only_likely_to_be_a_customer_s_presses_nothing_of_a_contract_below_their_own_case(asked: Asked) -> None:
    """No menu is shown to them: what they press is made up. That it got worse anybody may say of their own case."""
    asked.customer("gotomyerp")
    asked.chat.knows("U0MAL", team="T0OTHER", address="ann@acme.example")
    asked.says("It is slow for us", channel="D0MAL", user="U0MAL", user_team="T0OTHER")
    mail, before = asked.is_posted(), asked.chat.office.case()
    assert asked.buttons() == []
    for action in (LEVEL, ALL, TWO):
        told = asked.press(action, mail, choice="1", user="U0MAL", team="T0OTHER")
        assert told == ["We do not know this button any more. Please write here instead."]
    assert asked.chat.office.case() == before
    assert asked.press(WORSE, mail, user="U0MAL", team="T0OTHER") == [
        "The engineers have been told that case 1001 got worse. Please write here what has changed."
    ]


def test_a_menu_that_a_newer_message_offers_as_well_counts_no_more(asked: Asked) -> None:
    asked.customer("gotomyerp-plans", "silver")
    asked.says("The invoice list stays empty")
    mail = asked.is_posted()
    with asked.chat.office.database.write() as connection:
        kept = json.dumps([Pressed(action=REPLACED).as_json()])
        posts.press(connection, mail.id, kept, asked.chat.office.now)
    told = asked.press(LEVEL, mail, choice="1")
    assert told == ["Level 3 holds for case 1001 already, so nothing has changed."]
    assert asked.chat.office.case().level == "3"
    assert [one["action"] for one in asked.pressed(mail)] == [REPLACED]


def test_a_yes_below_an_older_question_is_none_to_the_one_that_stands_now(asked: Asked) -> None:
    asked.customer("erp-maestro")
    asked.says("The invoice list stays empty")
    with asked.chat.office.database.write() as connection:
        override(engineer(asked.chat.office, connection), 1001, "2", "it hits the month's end")
    older = asked.is_posted()
    with asked.chat.office.database.write() as connection:
        override(engineer(asked.chat.office, connection), 1001, "4", "it is only a wish")
    newer = asked.is_posted(ts="1778600000.000200")
    assert (older.key, newer.key) == ("consent:1", "consent:2")
    assert asked.press(YES, older) == ["This question no longer stands, so nothing has changed."]
    assert asked.chat.office.case().clock_level == "3"
    assert asked.press(YES, newer) == []
    assert asked.chat.office.case().clock_level == "4"
