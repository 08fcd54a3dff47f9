"""What is pressed on a case's page: consent, resolved, worse, the checklist, the level; each counts once."""

import re
from datetime import timedelta

import pytest

from intake.domain.contract import PromiseKind
from intake.domain.kept import Act
from intake.domain.kept import How as Came
from intake.storage import kept
from tests.portal.place import Place, opened, told, two_companies
from tests.review.engineers import asks, overrides
from tests.stages.office import Office


def test_consent_is_given_on_the_page(office: Office) -> None:
    with opened(two_companies(office, "erp-maestro")) as place:
        ann = place.signed_in()
        ann.opens()
        asks(place.office, "2", reason="they shout", by="Sam Ironside")
        assert "Waits for your answer" in told(ann.get())
        page = ann.get("/case/1001")
        assert "Do you agree to level 2?" in told(page)
        assert "/consent/" not in page.text, "a one-time link stands in the page"
        assert "Ironside" not in page.text
        assert "changes nothing any more" in told(ann.presses(1001, "yes", "999"))
        assert place.office.case().level == "3"
        assert "you agree" in told(ann.presses(1001, "yes", "1"))
        assert place.office.case().level == "2"
        assert "changes nothing any more" in told(ann.presses(1001, "no", "1"))


def test_refusal(office: Office) -> None:
    with opened(two_companies(office, "erp-maestro")) as place:
        ann = place.signed_in()
        ann.opens()
        asks(place.office, "2")
        assert "the level stays as it is" in told(ann.presses(1001, "no", "1"))
        assert (place.office.case().level, place.office.case().wanted_level) == ("3", None)


def test_resolved_closes_the_case_on_the_customers_word_and_writing_opens_it_again(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    assert "The case is closed" in told(ann.presses(1001, "resolved"))
    assert place.office.case().closed_at == place.office.now
    (closed,) = place.office.details("case.closed")
    assert (closed["resolved"], closed["reason"]) == (True, "the customer says that it is resolved")
    assert _acts(place) == [(PromiseKind.RESOLUTION, "customer", Came.PORTAL)]
    page = told(ann.get("/case/1001"))
    assert ("What we promise" in page, "What else you can do" in page) == (False, False)
    ann.says(1001, "Not yet after all.")
    assert place.office.case().closed_at is None
    assert place.office.chain_holds()


def _acts(place: Place) -> list[tuple[PromiseKind, str, Came]]:
    with place.office.reading() as connection:
        found: list[Act] = kept.of_case(connection, 1001)
    return [(act.promise, act.actor, act.how) for act in found]


def test_resolved_is_no_first_answer(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    ann.presses(1001, "resolved")
    ann.says(1001, "Not yet after all.")
    assert "We aim to give you a first answer" in told(ann.get("/case/1001"))


def test_got_worse_brings_it_up_once(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    place.office.now += timedelta(minutes=5)
    assert "Our engineers have been told" in told(ann.presses(1001, "worse"))
    assert place.office.case().attention_at == place.office.now
    assert "We know that already" in told(ann.presses(1001, "worse"))
    assert place.office.trail().count("case.said_worse") == 1


def test_the_checklist_makes_an_emergency(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    assert "Is it an emergency?" in told(ann.get("/case/1001"))
    ann.presses(1001, "fact", "all_users")
    page = told(ann.presses(1001, "fact", "two_locations"))
    assert "Severity: emergency" in page
    assert '("30 minutes", clause 1.1)' in page
    assert place.office.case().emergency
    assert "changes nothing any more" in told(ann.presses(1001, "fact", "planned_event"))


def test_the_level_may_be_chosen_later_until_an_engineer_decides(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    assert "Severity level: 2" in told(ann.presses(1001, "level", "2"))
    overrides(place.office, "4")
    assert "Choose the level" not in told(ann.get("/case/1001"))
    assert "changes nothing any more" in told(ann.presses(1001, "level", "1"))
    assert place.office.case().level == "4"


def test_the_letter_after_a_choice_speaks_of_no_new_message(place: Place) -> None:
    ann = place.signed_in()
    ann.opens(level="1")
    place.office.now += timedelta(minutes=5)
    ann.presses(1001, "level", "2")
    letter = place.office.letter()
    assert "What you told us changes what applies to case 1001" in letter
    assert "The time runs from when your message reached us: Tuesday 12 May 2026, 10:00" in letter
    assert "new message" not in letter


def test_the_letter_after_a_fact_counts_from_the_press(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    ann.presses(1001, "fact", "all_users")
    place.office.now += timedelta(minutes=5)
    ann.presses(1001, "fact", "two_locations")
    assert "The time runs from when that reached us: Tuesday 12 May 2026, 10:05" in place.office.letter()


def test_each_level_stands_there_with_what_it_means_and_what_would_follow(place: Place) -> None:
    ann = place.signed_in()
    ann.opens(level="2")
    place.office.now += timedelta(minutes=5)
    page = ann.get("/case/1001")
    (chooser,) = re.findall(r"<details>\s*<summary>Choose the level</summary>(.*?)</details>", page.text, re.DOTALL)
    said = told(chooser)
    assert "1: Critical business impact Production use of a primary business service is stopped" in said
    assert '11:00 am EDT ("Within 1 hour", clause 3.2)' in said  # from the case's receipt, not from now
    assert "We will begin work by Tuesday 12 May 2026, 11:00 am EDT" in said
    assert re.findall(r'value="(.)"[^>]* checked', chooser) == ["2"]
    assert chooser.count("<button") == 1


def test_on_the_next_day_nothing_says_that_we_are_closed(place: Place) -> None:
    ann = place.signed_in()
    place.office.now += timedelta(days=5)  # a Sunday
    ann = place.signed_in()
    ann.opens()
    assert "We are closed now" in told(ann.get("/case/1001"))
    place.office.now += timedelta(days=1)
    page = told(place.signed_in().get("/case/1001"))
    assert "Choose the level" in page
    assert "We are closed now" not in page
    assert "Only our open hours count" in page


@pytest.mark.parametrize(
    ("contract", "chooses"),
    [
        pytest.param("gotomyerp-plans", True, id="the customer chooses the level here"),
        pytest.param("priority-matrix", False, id="we set it"),
    ],
)
def test_who_may_choose_the_level_below_is_not_told_to_ask_for_it(
    office: Office, contract: str, *, chooses: bool
) -> None:
    with opened(two_companies(office, contract)) as place:
        page = place.signed_in().opens()
        (promise,) = re.findall(r'<h2 id="promise">(.*?)</section>', page.text, re.DOTALL)
        assert ("choose the level below" in told(promise)) is chooses
        assert ("If more people are hit" in told(promise)) is not chooses


def test_a_closed_case_takes_no_presses(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    ann.presses(1001, "resolved")
    before = place.office.everything()["cases"]
    for deed, about in (("worse", ""), ("fact", "all_users"), ("level", "1"), ("yes", "1"), ("resolved", "")):
        assert "changes nothing any more" in told(ann.presses(1001, deed, about))
    assert place.office.everything()["cases"] == before
