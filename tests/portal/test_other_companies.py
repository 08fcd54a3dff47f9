"""Another company's case is no case: every address and method answers as for a number that nobody has."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import httpx
import pytest

from intake.domain.staff import ListedEngineer
from intake.review.assign import assign
from tests.portal.place import ANN, EVE, Browser, Place, opened, told, two_companies
from tests.review.engineers import engineer, overrides
from tests.stages.office import Office, mail, open_office

SECRET_WORDS = "the merger with Brindle"
NOBODYS = 4711


Both = tuple[Place, Browser, int]


@pytest.fixture
def both(place: Place) -> Both:
    """Return a portal with a case of the other company's, and a browser of ours."""
    return _both(place)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Return the same for the tests that change nothing."""
    office = open_office(tmp_path_factory.mktemp("shared"))
    with opened(two_companies(office)) as place:
        yield _both(place)
    office.database.close()


def _both(place: Place) -> Both:
    eve = place.signed_in(EVE)
    page = eve.opens("Plans of ours", f"It is about {SECRET_WORDS}.")
    assert "Case 1001" in told(page)
    return place, place.signed_in(ANN), 1001


ROUTES = [
    pytest.param("GET", "/case/{}", {}, id="look at it"),
    pytest.param("HEAD", "/case/{}", {}, id="look at its head"),
    pytest.param("POST", "/case/{}", {"text": "Let me in"}, id="write to it"),
    pytest.param("POST", "/case/{}", {"text": ""}, id="write nothing to it, to be shown the form again"),
    pytest.param("POST", "/case/{}/press", {"deed": "resolved"}, id="close it"),
    pytest.param("POST", "/case/{}/press", {"deed": "worse"}, id="say that it got worse"),
    pytest.param("POST", "/case/{}/press", {"deed": "yes", "about": "1"}, id="agree to a level"),
    pytest.param("POST", "/case/{}/press", {"deed": "no", "about": "1"}, id="refuse a level"),
    pytest.param("POST", "/case/{}/press", {"deed": "fact", "about": "all_users"}, id="state a fact"),
    pytest.param("POST", "/case/{}/press", {"deed": "level", "about": "1"}, id="choose a level"),
    pytest.param("GET", "/case/{}/press", {}, id="look at what is pressed"),
    pytest.param("PUT", "/case/{}", {}, id="put"),
    pytest.param("DELETE", "/case/{}", {}, id="delete"),
    pytest.param("PATCH", "/case/{}", {}, id="patch"),
    pytest.param("GET", "/case/0{}", {}, id="its number with a zero before it"),
    pytest.param("GET", "/case/{}/", {}, id="with a slash"),
    pytest.param("GET", "/case/{}%20", {}, id="with a blank"),
    pytest.param("GET", "/case/..%2Fcase%2F{}", {}, id="through a folder"),
    pytest.param("GET", "/case/{}.0", {}, id="as a fraction"),
]


def asks(browser: Browser, method: str, path: str, data: dict[str, str], bound: dict[str, str]) -> httpx.Response:
    sent = {**bound, **data} if method == "POST" else None
    return browser.client.request(method, f"/portal{path}", data=sent)


@pytest.mark.parametrize(("method", "path", "data"), ROUTES)
def test_another_companys_case_answers_as_none(shared: Both, method: str, path: str, data: dict[str, str]) -> None:
    place, ann, theirs = shared
    bound = ann.hidden("/new")
    before = place.office.everything()
    answer = asks(ann, method, path.format(theirs), data, bound)
    of_none = asks(ann, method, path.format(NOBODYS), data, bound)
    assert (answer.status_code, answer.text) == (of_none.status_code, of_none.text)
    assert answer.status_code == 404
    assert sorted(answer.headers) == sorted(of_none.headers)
    assert SECRET_WORDS not in answer.text
    assert place.office.everything() == before


@pytest.mark.parametrize("number", ["0", "-1", "9" * 18, "9" * 40, "abc", "1e3", "١٠٠١", "1001;", "%00"])
def test_what_is_no_number_is_no_case(shared: Both, number: str) -> None:
    answer = shared[1].get(f"/case/{number}")
    assert (answer.status_code, "There is no such page" in told(answer)) == (404, True)


def test_it_takes_no_longer_to_say_so(shared: Both) -> None:
    _, ann, theirs = shared

    def taken(number: int) -> float:
        begun = time.perf_counter()
        ann.get(f"/case/{number}")
        return time.perf_counter() - begun

    taken(theirs)
    pairs = [(taken(theirs), taken(NOBODYS)) for _ in range(15)]
    assert median(one for one, _ in pairs) < 2 * median(other for _, other in pairs) + 0.005


@pytest.mark.parametrize("words", ["", "Plans", "merger", "1001", "#1001", "%", "_", "' OR 1=1 --", "\\"])
def test_no_search_finds_it(shared: Both, words: str) -> None:
    page = shared[1].get("", params={"q": words})
    assert page.status_code == 200
    assert not re.search(r"/case/\d+", page.text)


def test_a_form_for_it_opens_no_case_of_ours(both: Both) -> None:
    place, ann, theirs = both
    answer = ann.post("/new", {**ann.hidden("/new"), "subject": "x", "text": "y", "case": str(theirs)})
    assert answer.headers["location"].endswith("/case/1002")
    assert len(place.office.mails(theirs)) == 1


def test_a_key_of_theirs_makes_no_message_of_ours_theirs(both: Both) -> None:
    place, ann, _ = both
    eve = place.signed_in(EVE)
    data = {**eve.hidden("/new"), "subject": "Theirs", "text": "Once."}
    assert eve.post("/new", data).headers["location"].endswith("/case/1002")
    ours = {**ann.hidden("/new"), "key": data["key"], "subject": "Ours", "text": "Ours."}
    assert ann.post("/new", ours).headers["location"].endswith("/case/1003")


def test_a_form_of_another_session_is_none(both: Both) -> None:
    place, ann, theirs = both
    eve = place.signed_in(EVE)
    stolen = {**eve.hidden("/new"), "deed": "resolved"}
    assert ann.post(f"/case/{theirs}/press", stolen).status_code == 403
    assert place.office.case(theirs).closed_at is None


def test_what_is_said_between_us_is_never_shown(place: Place) -> None:
    ann = place.signed_in()
    place.office.mail_in(mail("The list is empty.", sender="Ann Lee <ann@acme.example>"))
    overrides(place.office, "2", reason="they shout at everybody", by="Samuel Ironside")
    page = told(ann.get("/case/1001"))
    assert "The list is empty." in page
    assert "Severity level: 2" in page
    for never in ("they shout", "Ironside", "suggest", "confiden", "probab", "attention"):
        assert never not in page.lower() if never.islower() else never not in page


def test_words_of_an_engineer_who_passes_a_mail_on_are_not_shown(office: Office) -> None:
    two_companies(office)
    office.desk = replace(office.desk, engineers=(ListedEngineer(name="Sam", address="sam@desk.example"),))
    body = (
        "Difficult people, be quick.\r\n\r\n---------- Forwarded message ---------\r\n"
        "From: Ann Lee <ann@acme.example>\r\nSubject: Empty list\r\n\r\nThe list is empty."
    )
    office.mail_in(mail(body, subject="Fwd: Empty list", sender="sam@desk.example"), mail_from="sam@desk.example")
    with office.database.write() as connection:
        assign(engineer(office, connection), 1001, ANN, "it is theirs")
    with opened(office) as place:
        ann = place.signed_in()
        assert "Difficult people" not in ann.get("/case/1001").text
        assert "Empty list" in told(ann.get())
        assert "No case fits" in told(ann.get("", params={"q": "difficult"}))
