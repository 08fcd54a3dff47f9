"""What the pages say: the contract's own words and no time that no letter would say, in the company's language."""

import re
from datetime import timedelta

import httpx
import pytest

from intake.review.engineer import Engineer
from intake.review.reply import Reply, reply
from intake.stages.desk import Run
from tests.portal.place import Place, opened, told, two_companies
from tests.stages.office import Office, mail

CHOOSES = "Your contract lets you choose"


@pytest.mark.parametrize(
    ("contract", "has", "has_not"),
    [
        pytest.param(
            "gotomyerp-plans",
            [
                f"{CHOOSES} (clause 3.1)",
                "1: Critical business impact Production use of a primary business service is stopped",
                '11:00 am EDT ("Within 1 hour", clause 3.2)',
                "We will begin work by Tuesday 12 May 2026, 11:00 am EDT",
                '2:00 pm EDT ("Within 4 hours", clause 3.2)',
                "then it is level 3, Minimal business impact",
            ],
            ["telephone"],
            id="000, the customer chooses",
        ),
        pytest.param(
            "gotomyerp",
            [f"{CHOOSES} (clause 3.1)", '("24-48 hours", clause 3.2)', '("Same day", clause 3.2)'],
            [],
            id="001, the customer chooses",
        ),
        pytest.param(
            "helpdesk",
            ["What holds if you send it now", "Charges:", "our assumption, because section"],
            [CHOOSES, "We set the level"],
            id="002, no levels: what is promised, and what it costs",
        ),
        pytest.param(
            "priority-matrix",
            ["We set the level once we have read what you write"],
            [CHOOSES, "2026", "1: "],
            id="003, we set the level: no time is said before",
        ),
        pytest.param(
            "erp-maestro",
            [
                CHOOSES,
                "to report it as level 1: that level counts by telephone only",
                "Until you do, level 2 applies",
                "then it is level 3",
            ],
            [],
            id="004, level 1 by telephone only",
        ),
    ],
)
def test_the_form_of_each_contract(office: Office, contract: str, has: list[str], has_not: list[str]) -> None:
    with opened(two_companies(office, contract)) as place:
        page = told(place.signed_in().get("/new"))
        for words in has:
            assert words in page
        for words in has_not:
            assert words not in page


def test_nothing_is_chosen_beforehand(place: Place) -> None:
    assert " checked" not in place.signed_in().get("/new").text


def test_on_a_sunday_it_says_when_we_open(place: Place) -> None:
    place.office.now += timedelta(days=5)
    page = told(place.signed_in().get("/new"))
    assert "We are closed now: our hours are Monday to Friday" in page
    assert "when your message came" not in page
    assert "Monday 18 May 2026, 11:00 am EDT" in page  # four hours of Monday


@pytest.mark.parametrize(
    ("contract", "level", "stands", "said"),
    [
        pytest.param("gotomyerp-plans", "2", "2", "Severity level: 2, Significant", id="the level that was chosen"),
        pytest.param("gotomyerp-plans", "", "3", "Severity level: 3, Minimal", id="left open"),
        pytest.param("gotomyerp-plans", None, "3", "Severity level: 3, Minimal", id="nothing chosen"),
        pytest.param("gotomyerp", "1", "1", "Severity level: 1, Critical", id="001 too"),
        pytest.param("erp-maestro", "1", "2", "counts by telephone only", id="one that counts by telephone only"),
        pytest.param("erp-maestro", None, "3", "Severity level: 3", id="nothing chosen in 004"),
        pytest.param("helpdesk", None, None, "your contract has no severity levels", id="no levels"),
    ],
)
def test_the_level_that_is_chosen_is_the_cases(
    office: Office, contract: str, level: str | None, stands: str | None, said: str
) -> None:
    with opened(two_companies(office, contract)) as place:
        chosen = {} if level is None else {"level": level}
        page = place.signed_in().opens(**chosen)
        assert said in told(page)
        case = place.office.case()
        assert (case.level, str(case.channel), case.contact_address) == (stands, "portal", "ann@acme.example")


def test_a_level_where_nobody_may_choose_is_refused(office: Office) -> None:
    with opened(two_companies(office, "priority-matrix")) as place:
        assert "has no such level" in told(place.signed_in().opens(level="P1"))
        assert place.office.cases() == []


def test_a_promise_that_is_past_is_said_to_be_and_one_that_was_kept_is_no_more_promised(place: Place) -> None:
    ann = place.signed_in()
    ann.opens(level="2")
    place.office.wait(hours=4, minutes=1)
    page = told(place.signed_in().get("/case/1001"))
    assert "we are sorry that this time has already passed" in page
    _answers(place, "Please try it again now.")
    page = told(place.signed_in().get("/case/1001"))
    assert "You have our first answer." in page
    assert "sorry" not in page
    assert "Please try it again now." in page


def _answers(place: Place, text: str) -> None:
    with place.office.database.write() as connection:
        run = Run(connection=connection, desk=place.office.desk, now=place.office.now)
        reply(Engineer(name="Sam Ironside", run=run), 1001, Reply(text=text))


def test_a_case_that_came_by_mail_is_there_with_what_its_letter_promises(place: Place) -> None:
    place.office.mail_in(mail("The list is empty.", sender="Bo Berg <bo@acme.example>"), mail_from="bo@acme.example")
    page = told(place.signed_in().get("/case/1001"))
    assert "Bo Berg" in page
    assert "The list is empty." in page
    assert 'by Tuesday 12 May 2026, 4:00 pm EDT ("Within 6 hours", clause 3.2)' in page
    assert "in the support portal: there you choose the level yourself (clause 3.1)" in page


def test_each_side_is_called_by_its_name(place: Place) -> None:
    place.office.mail_in(mail("The list is empty.", sender="Bo Berg <bo@acme.example>"), mail_from="bo@acme.example")
    bo, ann = place.signed_in("bo@acme.example"), place.signed_in()
    ann.says(1001, "Here too.")
    place.office.now += timedelta(minutes=1)
    _answers(place, "Please try it again now.")
    ours = "gotomyerp"
    assert sorted(_heads(bo.get("/case/1001"))) == sorted(["You", ours, "ann@acme.example", ours])
    assert sorted(_heads(ann.get("/case/1001"))) == sorted(["Bo Berg", ours, "You", ours])


def test_a_contact_is_called_by_the_name_that_we_have(place: Place) -> None:
    people = (("cy@third.example", "Cy Young"),)
    place.office.customer("gotomyerp-plans", name="Third", domain="third.example", contacts=people)
    place.signed_in("cy@third.example").opens()
    assert _heads(place.signed_in("di@third.example").get("/case/1001"))[0] == "Cy Young"


def _heads(page: httpx.Response) -> list[str]:
    return re.findall(r"<h3><span dir=\"auto\">(.*?)</span>", page.text)


def test_the_list_has_open_cases_first_and_turns_its_pages(place: Place) -> None:
    for number in range(27):
        place.office.mail_in(mail(f"Text {number}", subject=f"Subject {number}"))
    ann = place.signed_in()
    ann.presses(1027, "resolved")
    first, second = ann.get(), ann.get("", params={"page": "2"})
    assert ("Subject 25" in told(first), "Subject 26" in told(first)) == (True, False)
    assert "Page 1 of 2" in told(first)
    assert "Subject 26 Closed" in told(second)
    assert "There is no case" not in told(second)
    for page in ("0", "-1", "x", "9" * 30):
        assert ann.get("", params={"page": page}).status_code == 200


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1002", True),
        ("#1002", True),
        ("printer", True),
        ("PRINTER floor", True),
        ("größe", True),
        ("GRÖSSE", False),
        ("third", True),
        ("printer nowhere", False),
        ("100", False),
        ("%", False),
    ],
)
def test_search(place: Place, words: str, *, found: bool) -> None:
    place.office.mail_in(mail("Something else", subject="Another"))
    place.office.mail_in(mail("The one on the third floor. Größe A4.", subject="Printer"))
    page = told(place.signed_in().get("", params={"q": words}))
    assert ("1002 Printer" in page, "Another" in page) == (found, False)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "de",
            [
                "Was wir zusagen",
                "Schweregrad: 2",
                "Eingegangen: Dienstag",
                "Diesen Fall ergänzen",
                "Ihr Fall ist offen",
            ],
        ),
        ("es", ["Lo que prometemos", "Recibido: martes", "Añadir a este caso", "Su caso está abierto"]),
        ("fr", ["Ce que nous promettons", "Reçu : mardi", "Compléter ce dossier", "Votre dossier est ouvert"]),
    ],
)
def test_a_company_is_spoken_to_in_its_language_whatever_the_browser_wants(
    office: Office, language: str, said: list[str]
) -> None:
    with opened(two_companies(office, language=language)) as place:
        page = place.signed_in(language="en").opens(text="Die Liste bleibt leer.", level="2")
        for words in said:
            assert words.lower() in told(page).lower()
        assert f'<html lang="{language}">' in page.text


def test_a_double_slash_or_a_word_more_leads_nowhere_else(place: Place) -> None:
    ann = place.signed_in()
    for path in ("/portal//evil.example", "/portal/../portal", "/desk/portal/nowhere"):
        answer = ann.client.get(path)
        assert answer.headers.get("location", "").count("evil") == 0
        assert answer.status_code in (200, 404)
