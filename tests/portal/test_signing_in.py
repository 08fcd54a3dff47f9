"""Signing in: a link by mail to our customers' people alone, good for one press; sessions end, and cannot be given."""

import re
import threading
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import sqlalchemy as sa

from intake.domain.staff import ListedEngineer
from intake.stages.window.links import MOST_AN_HOUR, wanted
from intake.storage import tables
from intake.storage.tables import visitors
from intake.thread.matching import matching_number
from tests.acceptance.smarthost import smarthost
from tests.portal.place import ANN, Browser, Place, keep_cookies, opened, token_in, told, two_companies
from tests.stages.office import Office

STRANGER = "ann@nobody.example"


def asks(place: Place, address: str) -> Any:
    return place.browser().post("", {"address": address})


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(ANN, id="somebody of a customer's"),
        pytest.param(STRANGER, id="a stranger"),
        pytest.param("support@desk.example", id="the desk itself"),
        pytest.param("Änn@acme.example", id="an address that only SMTPUTF8 carries"),
    ],
)
def test_whoever_asks_reads_the_same(place: Place, address: str) -> None:
    answer, other = asks(place, address), asks(place, "kim@elsewhere.example")
    assert (answer.status_code, answer.text) == (200, other.text)
    assert "If this address is a customer's, a link is on its way" in told(answer)


def test_asking_looks_nobody_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked_up(*_: object) -> None:
        raise AssertionError("the request has looked up whose the address is")

    monkeypatch.setattr("intake.storage.customers.by_contact", looked_up)
    monkeypatch.setattr("intake.storage.customers.by_domain", looked_up)
    assert asks(place, ANN).status_code == 200


def test_asking_too_often_reads_the_same_and_mails_no_more(office: Office) -> None:
    with smarthost() as sink, opened(two_companies(office), smarthost=sink.port) as place:
        first = asks(place, ANN)
        pages = {asks(place, ANN).text for _ in range(MOST_AN_HOUR + 2)}
        assert pages == {first.text}
        _deliver(place)
        assert len(sink.to(ANN)) == MOST_AN_HOUR
        office.now += timedelta(hours=1, seconds=1)
        asks(place, ANN)
        _deliver(place)
        assert len(sink.to(ANN)) == MOST_AN_HOUR + 1


def test_whoever_asks_again_and_again_in_anns_name_does_not_keep_her_out(office: Office) -> None:
    with smarthost() as sink, opened(two_companies(office), smarthost=sink.port) as place:
        with office.database.write() as connection:
            for number in range(1, MOST_AN_HOUR + 2):
                begun = sa.insert(visitors).values(id=number, token=str(number), begun_at=office.now, **_NOBODY)
                connection.execute(begun)
                wanted(connection, ANN, office.now, number)
        asks(place, ANN)
        _deliver(place)
        assert len(sink.to(ANN)) == MOST_AN_HOUR + 1, "links that strangers want in the window do not count"
        for _ in range(MOST_AN_HOUR):
            asks(place, ANN)
        office.now += timedelta(minutes=16)
        asks(place, ANN)
        asks(place, ANN)
        _deliver(place)
        assert len(sink.to(ANN)) == 2 * MOST_AN_HOUR + 1, "one each quarter of an hour"


_NOBODY = dict.fromkeys(("name", "address", "why", "language", "zone", "page"), "") | {"degree": "unknown"}


def _deliver(place: Place) -> None:
    while place.works(place.portal.mail.round):
        pass


def test_one_browser_that_asks_for_many_is_told_to_wait(place: Place) -> None:
    answers = [asks(place, f"a{number}@acme.example") for number in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].headers["retry-after"] == "60"


def test_what_is_no_address_is_said_beside_the_field(place: Place) -> None:
    answer = asks(place, "ann at acme")
    assert (answer.status_code, 'value="ann at acme"' in answer.text) == (400, True)
    assert "This is no e-mail address" in told(answer)
    assert 'aria-describedby="address-wrong"' in answer.text


def test_the_letter(office: Office) -> None:
    with smarthost() as sink, opened(two_companies(office, language="de"), smarthost=sink.port) as place:
        for address in (ANN, STRANGER, "support@desk.example"):
            asks(place, address)
        _deliver(place)
        (caught,) = sink.caught
        assert (caught.rcpt_to, caught.mail_from) == ((ANN,), "<>")
        letter = message_from_bytes(caught.raw, policy=policy.default)
        assert letter["Subject"] == "Ihr Link zum Anmelden"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["X-Intake-Loop"]
        token = token_in(caught.raw)
        assert len(token) == 43  # 256 bits in base64
        assert "20 Minuten" in str(letter.get_body(("plain",)))
        kept = repr(office.everything())
        assert token not in kept, "the store still has the token"
        browser = place.browser()
        assert browser.post(f"/in/{token}", {"token": token}).status_code == 303


def test_a_letter_that_the_smarthost_does_not_take_now_goes_later_and_is_the_same(office: Office) -> None:
    with smarthost() as sink, opened(two_companies(office), smarthost=sink.port) as place:
        sink.order("RCPT", lambda _: "450 4.2.0 Later")
        asks(place, ANN)
        _deliver(place)
        assert sink.caught == []
        office.now += timedelta(seconds=20)
        _deliver(place)
        assert len(sink.to(ANN)) == 1


def test_a_letter_that_is_refused_is_let_go(office: Office) -> None:
    with smarthost() as sink, opened(two_companies(office), smarthost=sink.port) as place:
        sink.order("RCPT", lambda _: "550 5.1.1 Nobody")
        asks(place, ANN)
        _deliver(place)
        office.now += timedelta(minutes=10)
        _deliver(place)
        assert (sink.caught, len(sink.rcpts)) == ([], 1)


def test_looking_at_a_link_changes_nothing(place: Place) -> None:
    token, scanner = place.token(), place.browser()
    before = place.office.everything()
    for _ in range(3):
        page = scanner.get(f"/in/{token}")
        assert (page.status_code, f"Sign in as {ANN}" in told(page)) == (200, True)
    assert scanner.client.head(f"/portal/in/{token}").status_code == 200
    assert place.office.everything() == before
    assert "Cases of Acme" in told(signs_in(place, token).get())


def signs_in(place: Place, token: str) -> Browser:
    browser = place.browser()
    answer = browser.post(f"/in/{token}", {"token": token})
    assert answer.status_code == 303, told(answer)
    keep_cookies(browser, answer)
    return browser


def _used(place: Place) -> str:
    token = place.token()
    signs_in(place, token)
    return token


def _expired(place: Place) -> str:
    token = place.token()
    place.office.now += timedelta(minutes=20)
    return token


def _altered(place: Place) -> str:
    token = place.token()
    return ("A" if token[0] != "A" else "B") + token[1:]


def _of_somebody_who_has_left(place: Place) -> str:
    token = place.token()
    with place.office.database.write() as connection:
        connection.execute(sa.delete(tables.customer_domains))
    return token


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(_used, id="one that was used"),
        pytest.param(_expired, id="one whose time is over"),
        pytest.param(_altered, id="one that was altered"),
        pytest.param(lambda _: "x" * 43, id="one that was made up"),
        pytest.param(lambda _: "x" * 5000, id="a very long one"),
        pytest.param(lambda _: "%00", id="a byte that no text has"),
        pytest.param(_of_somebody_who_has_left, id="one of somebody who is no customer's any more"),
    ],
)
def test_links_that_lead_nowhere(place: Place, token: Any) -> None:
    written, browser = token(place), place.browser()
    for answer in (browser.get(f"/in/{written}"), browser.post(f"/in/{written}", {"token": written[:100]})):
        assert answer.status_code in (403, 410)
        assert "set-cookie" not in answer.headers
    assert "This link no longer works" in told(browser.get(f"/in/{written}"))


def test_two_presses_at_once_sign_in_one(place: Place) -> None:
    token, codes = place.token(), []

    def press() -> None:
        codes.append(place.browser().post(f"/in/{token}", {"token": token}).status_code)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 410, 410, 410, 410, 410]


def test_a_link_pressed_from_another_page_does_nothing(place: Place) -> None:
    token = place.token()
    browser = place.browser()
    foreign = browser.post(f"/in/{token}", {"token": token}, headers={"sec-fetch-site": "cross-site"})
    assert (foreign.status_code, "set-cookie" in foreign.headers) == (403, False)
    assert browser.post(f"/in/{token}", {"token": "another"}).status_code == 403
    signs_in(place, token)


def test_an_engineer_of_ours_is_none_of_the_customers_people(office: Office) -> None:
    two_companies(office)
    office.desk = replace(office.desk, engineers=(ListedEngineer(name="Sam", address=ANN),))
    with opened(office) as place, pytest.raises(AssertionError, match="no link is mailed"):
        place.token()


def test_a_link_of_the_window_proves_a_visitor_and_signs_nobody_in(place: Place) -> None:
    number = a_visitor(place.office)
    token, browser = place.token(ANN, visitor=number), place.browser()
    page = browser.get(f"/in/{token}")
    assert f"Is {ANN} your address?" in told(page)
    assert place.proved == []
    for typed in ("", "0", "no number", matching_number(place.office.desk.signer, number + 1, ANN)):
        refused = browser.post(f"/in/{token}", {"token": token, "number": typed})
        assert (refused.status_code, place.proved) == (400, [])
        assert "This is not the number in that chat window" in told(refused)
    typed = matching_number(place.office.desk.signer, number, ANN)
    pressed = browser.post(f"/in/{token}", {"token": token, "number": f" {typed} "})
    assert ("You can go back to the chat" in told(pressed), "set-cookie" in pressed.headers) == (True, False)
    assert place.proved == [(number, ANN)]
    assert browser.post(f"/in/{token}", {"token": token, "number": typed}).status_code == 410
    assert place.proved == [(number, ANN)]


def a_visitor(office: Office) -> int:
    row = {"token": "t", "name": "", "address": "", "degree": "unknown", "why": "", "language": "en", "zone": "UTC"}
    with office.database.write() as connection:
        made = connection.execute(sa.insert(tables.visitors).values({**row, "page": "", "begun_at": office.now}))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("en", "Sign in to your support cases"),
        ("de-CH, en;q=0.5", "Bei Ihren Support-Fällen anmelden"),
        ("es", "Entrar a sus casos de asistencia"),
        ("fr", "Accéder à vos dossiers d'assistance"),
        ("tlh", "Sign in to your support cases"),
    ],
)
def test_whoever_has_not_signed_in_is_spoken_to_as_the_browser_wants(place: Place, wanted: str, said: str) -> None:
    page = place.browser(wanted).get()
    assert said in told(page)
    assert re.search(r'<html lang="(en|de|es|fr)">', page.text)
