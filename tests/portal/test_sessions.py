"""Sessions: a cookie that no other page can set or read, an end that comes by itself, and one for each who signs in."""

from datetime import timedelta

import pytest

from tests.portal.place import ACME, EVE, Place, keep_cookies, opened, told, two_companies
from tests.stages.office import Office


def test_the_cookie_under_https(place: Place) -> None:
    token = place.token()
    (cookie,) = place.browser().post(f"/in/{token}", {"token": token}).headers.get_list("set-cookie")
    name, value = cookie.partition(";")[0].split("=")
    assert (name, len(value)) == ("__Host-intake", 43)
    said = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/", "max-age=43200"} == said
    assert value not in repr(place.office.everything()), "the store has the cookie's value"


def test_the_cookie_without_https(office: Office) -> None:
    with opened(two_companies(office), public="http://support.example.com") as place:
        token = place.token()
        answer = place.browser().post(f"/in/{token}", {"token": token})
        (cookie,) = answer.headers.get_list("set-cookie")
        assert cookie.startswith("intake=")
        assert "secure" not in cookie.lower()
        assert "strict-transport-security" not in answer.headers


def test_whoever_signs_in_gets_a_session_of_their_own(place: Place) -> None:
    eve = place.signed_in(EVE)
    given = eve.client.headers["cookie"]
    ann = place.browser()
    ann.client.headers["cookie"] = given  # as somebody would have put it there before
    token = place.token()
    answer = ann.post(f"/in/{token}", {"token": token})
    keep_cookies(ann, answer)
    assert ann.client.headers["cookie"] != given
    assert f"Cases of {ACME}" in told(ann.get())
    assert "Sign in to your support cases" in told(eve.get()), "the session that was there goes on"


@pytest.mark.parametrize("made_up", ["", "x" * 43, "x" * 5000, "..", "é"])
def test_a_cookie_that_is_nobodys(place: Place, made_up: str) -> None:
    browser = place.browser()
    cookie = {"cookie": f"__Host-intake={made_up}".encode()}
    assert "Sign in to your support cases" in told(browser.get("", headers=cookie))
    assert browser.get("/new", headers=cookie).headers["location"].endswith("/portal")


@pytest.mark.parametrize(
    ("steps", "still"),
    [
        pytest.param([timedelta(minutes=119)], True, id="somebody who was there within two hours"),
        pytest.param([timedelta(hours=2, minutes=1)], False, id="nobody was there for two hours"),
        pytest.param([timedelta(minutes=110)] * 6, True, id="somebody who is there all day"),
        pytest.param([timedelta(minutes=110)] * 7, False, id="twelve hours are over"),
    ],
)
def test_a_session_ends_by_itself(place: Place, steps: list[timedelta], *, still: bool) -> None:
    ann = place.signed_in()
    for step in steps:
        place.office.now += step
        page = told(ann.get())
    assert ("Cases of Acme" in page) is still


def test_signing_out_ends_the_session(place: Place) -> None:
    ann = place.signed_in()
    bound = ann.hidden("/new")["bound"]
    kept = dict(ann.client.headers)
    assert ann.post("/out", {"bound": "another's"}).status_code == 403
    assert "Cases of Acme" in told(ann.get())
    out = ann.post("/out", {"bound": bound})
    assert (out.status_code, "Max-Age=0" in out.headers["set-cookie"]) == (303, True)
    assert ann.client.headers["cookie"] == kept["cookie"]  # whoever has kept it
    assert "Sign in to your support cases" in told(ann.get())
