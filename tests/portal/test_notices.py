"""The notice of what came of a form: once, on the page that the form leads to, as long as it is true."""

import pytest

from intake.domain.portal_pages import Came
from intake.doors.portal.notice import still_holds
from intake.review.close import close
from tests.portal.place import PLAIN, Browser, Place, opened, told, two_companies
from tests.review.engineers import engineer
from tests.stages.office import Office

OPENED, CLOSED = "Your case is open. We confirm it", "Thank you. The case is closed"


def press(browser: Browser, deed: str) -> None:
    """Press without going on to the page that follows."""
    browser.keeps(browser.post("/case/1001/press", {**browser.hidden("/case/1001"), "deed": deed}))


def test_it_is_said_once(place: Place) -> None:
    ann = place.signed_in()
    assert OPENED in told(ann.opens())
    assert OPENED not in told(ann.get("/case/1001"))


def test_the_cookie_goes_with_the_page_that_says_it(office: Office) -> None:
    with opened(two_companies(office), public=PLAIN) as place:
        ann = place.signed_in()
        sent = ann.post("/new", {**ann.hidden("/new"), "subject": "Stock list", "text": "It stays empty."})
        (put,) = sent.headers.get_list("set-cookie")
        assert put.startswith("intake-said=opened.1001;")
        assert {"httponly", "max-age=60", "samesite=lax"} <= {part.strip().lower() for part in put.split(";")}
        ann.keeps(sent)
        (taken,) = ann.get("/case/1001").headers.get_list("set-cookie")
        assert "Max-Age=0" in taken


@pytest.mark.parametrize("came", list(Came))
def test_no_address_says_anything(place: Place, came: Came) -> None:
    ann = place.signed_in()
    ann.opens()
    for path in ("", "/case/1001"):
        assert 'role="status"' not in ann.get(path, params={"came": str(came)}).text


def test_it_is_said_on_its_own_page_alone(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    ann.opens("Another")
    press(ann, "resolved")
    assert CLOSED not in told(ann.keeps(ann.get("/case/1002")))
    assert CLOSED not in told(ann.get("/case/1001"))


def test_what_has_changed_since_is_not_said(place: Place) -> None:
    ann, colleague = place.signed_in(), place.signed_in("bo@acme.example")
    ann.opens()
    press(ann, "resolved")
    colleague.says(1001, "Not for me.")
    assert CLOSED not in told(ann.get("/case/1001"))
    press(ann, "worse")
    with place.office.database.write() as connection:
        close(engineer(place.office, connection), 1001, "done", resolved=True)
    assert "Our engineers have been told" not in told(ann.get("/case/1001"))


@pytest.mark.parametrize(
    ("came", "closed", "said"),
    [
        pytest.param(Came.RESOLVED, True, True, id="closed, and it is"),
        pytest.param(Came.RESOLVED, False, False, id="closed, and it is open again"),
        pytest.param(Came.OPENED, False, True, id="open, and it is"),
        pytest.param(Came.OPENED, True, False, id="open, and it is closed"),
        pytest.param(Came.CHOSEN, True, False, id="a level of a case that is closed"),
        pytest.param(Came.TOO_LATE, True, True, id="too late, as it is"),
        pytest.param(Came.SENT, True, True, id="what was sent is with us"),
    ],
)
def test_what_still_holds(came: Came, *, closed: bool, said: bool) -> None:
    assert (still_holds(came, closed=closed) is came) is said


@pytest.mark.parametrize("planted", ["resolved", "resolved.", "resolved.1001", "nonsense.1001", ".1001", "é.1001"])
def test_a_planted_cookie_says_nothing_untrue(place: Place, planted: str) -> None:
    ann = place.signed_in()
    ann.opens()
    ann.cookies["__Host-intake-said"] = planted
    cookie = "; ".join(f"{name}={value}" for name, value in ann.cookies.items()).encode()
    assert 'role="status"' not in ann.get("/case/1001", headers={"cookie": cookie}).text
