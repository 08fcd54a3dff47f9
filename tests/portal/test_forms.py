"""Forms: from our own page and session alone, one message however often they are sent, and no word is lost."""

import re
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from tests.portal.place import Browser, Place, field_of, opened, told, two_companies
from tests.stages.office import Office

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40
WORDS = "The list is empty.\nWe have <b>restarted</b> & waited."


def file(name: str, content: bytes = PNG, kind: str = "image/png") -> tuple[str, tuple[str, bytes, str]]:
    return "file", (name, content, kind)


def new(browser: Browser, *files: Any, **fields: str) -> httpx.Response:
    data = {**browser.hidden("/new"), "subject": "Stock list", "text": WORDS, **fields}
    return browser.post("/new", data, files=list(files) or None)


FOREIGN = [
    pytest.param({"sec-fetch-site": "cross-site"}, 403, id="from a foreign page"),
    pytest.param({"sec-fetch-site": "same-site"}, 403, id="from another host of ours"),
    pytest.param({"sec-fetch-site": "none"}, 403, id="from no page"),
    pytest.param({"sec-fetch-site": "", "origin": "https://evil.example"}, 403, id="an empty word beside an origin"),
    pytest.param({"sec-fetch-site": "same-origin", "origin": "null"}, 303, id="from our own"),
]


@pytest.mark.parametrize(("headers", "code"), FOREIGN)
def test_where_a_form_comes_from(place: Place, headers: dict[str, str], code: int) -> None:
    ann = place.signed_in()
    data = {**ann.hidden("/new"), "subject": "Stock list", "text": WORDS}
    assert ann.post("/new", data, headers=headers).status_code == code
    assert len(place.office.cases()) == (code == 303)


@pytest.mark.parametrize(
    ("origin", "code"),
    [
        ("https://support.example.com", 303),
        ("null", 303),
        ("https://evil.example", 403),
        ("http://support.example.com", 403),
    ],
)
def test_a_browser_that_says_only_its_origin(place: Place, origin: str, code: int) -> None:
    ann = place.signed_in()
    data = {**ann.hidden("/new"), "subject": "Stock list", "text": WORDS}
    del ann.client.headers["sec-fetch-site"]
    assert ann.post("/new", data, headers={"origin": origin}).status_code == code


@pytest.mark.parametrize("bound", ["", "0" * 64, "é", "x" * 10_000])
@pytest.mark.parametrize("path", ["/new", "/case/1001", "/case/1001/press", "/out"])
def test_a_form_without_its_sessions_mark_does_nothing(place: Place, path: str, bound: str) -> None:
    ann = place.signed_in()
    ann.opens()
    before = place.office.everything()
    answer = ann.post(path, {"bound": bound, "subject": "a", "text": "b", "deed": "resolved"})
    assert (answer.status_code, "did not come from our page" in told(answer)) == (403, True)
    assert place.office.everything() == before


def test_a_form_sent_twice_is_one_message(place: Place) -> None:
    ann = place.signed_in()
    data = {**ann.hidden("/new"), "subject": "Stock list", "text": WORDS}
    places = {ann.post("/new", data).headers["location"] for _ in range(3)}
    assert places == {"/desk/portal/case/1001"}
    more = {**ann.hidden("/case/1001"), "text": "Still empty."}
    for _ in range(2):
        ann.post("/case/1001", more)
    assert place.office.ledger() == {"opened": 1, "continued": 1}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"subject": " "}, "write in a few words what it is about", id="no subject"),
        pytest.param({"subject": "x" * 201}, "200 characters at most", id="a long subject"),
        pytest.param({"text": " \n"}, "Please write what happened", id="no words"),
        pytest.param({"text": "x" * 50_001}, "50,000 characters at most", id="too many words"),
        pytest.param({"level": "9"}, "has no such level", id="a level that the contract has not"),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_no_word_is_lost(
    place: Place, fields: dict[str, str], said: str
) -> None:
    ann = place.signed_in()
    answer = new(ann, **{"level": "2", **fields})
    page = told(answer)
    assert (answer.status_code, said in page, "Nothing has been sent yet" in page) == (400, True, True)
    (wrong,) = set(re.findall(r'id="(\w+)-wrong"', answer.text))
    assert f'aria-describedby="{wrong}-wrong' in answer.text
    assert f'href="#{wrong}"' in answer.text
    assert "text" in fields or "&lt;b&gt;restarted&lt;/b&gt; &amp; waited." in answer.text
    assert "level" in fields or re.search(r'value="2"[^>]* checked', answer.text)
    assert place.office.cases() == []


FILES = [
    pytest.param([file("a.png")], 303, "", id="a picture"),
    pytest.param([file("a.PNG")], 303, "", id="a picture in capitals"),
    pytest.param([file("note.txt", "für später".encode(), "text/plain")], 303, "", id="a text"),
    pytest.param([file("a.exe")], 415, "its kind is not in the list", id="a kind that is not taken"),
    pytest.param([file("a")], 415, "its kind is not in the list", id="no kind"),
    pytest.param(
        [file("a.png", b"<html><script>alert(1)</script>")], 415, "not what its name says", id="a page as a picture"
    ),
    pytest.param([file("a.png", b"<svg onload=alert(1)>")], 415, "not what its name says", id="a drawing as a picture"),
    pytest.param([file("a.pdf", b"MZ\x90\x00")], 415, "not what its name says", id="a program as a document"),
    pytest.param([file(f"{n}.png") for n in range(11)], 400, "too many files", id="eleven files"),
    pytest.param([file("a.png", PNG + b"x" * 1_000_001)], 413, "too large", id="one that is too large"),
    pytest.param([file("a.png", PNG + b"x" * 600_000)] * 2, 413, "too large", id="two that are too large together"),
    pytest.param([file("a.png", PNG + b"x" * 4_000_000)], 413, "too large", id="one that is far too large"),
]


@pytest.mark.parametrize(("files", "code", "said"), FILES)
def test_files(office: Office, files: list[Any], code: int, said: str) -> None:
    with opened(two_companies(office), largest_file_megabytes=1) as place:
        ann = place.signed_in()
        answer = new(ann, *files)
        assert (answer.status_code, said in told(answer)) == (code, True)
        if code == 303:
            page = ann.follow(answer)
            assert re.search(r'<a href="https://files\.example\.com/file/message-1-0-\d+-[a-z2-7]{26}"', page.text)
        else:
            assert "&lt;b&gt;restarted&lt;/b&gt;" in answer.text
            assert "choose your files again" in told(answer)
            assert office.cases() == []


def test_a_file_alone_is_words_enough_for_a_case_that_is_there(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    assert "We have your message" in told(ann.says(1001, "", files=[file("a.png")]))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("multipart/form-data; boundary=x", b"--x\r\nnothing of the kind", id="a form that breaks off"),
        pytest.param("multipart/form-data", b"--x", id="a form without a boundary"),
        pytest.param("multipart/form-data; boundary=x", b"", id="nothing at all"),
        pytest.param("application/json", b"{}", id="no form"),
        pytest.param("", b"\xff\xfe", id="bytes"),
        pytest.param("application/x-www-form-urlencoded", b"&".join(b"a=b" for _ in range(99)), id="too many fields"),
    ],
)
@pytest.mark.parametrize("path", ["", "/new", "/case/1001", "/case/1001/press", "/out", "/in/x"])
def test_what_is_no_form_of_ours_does_nothing(place: Place, path: str, kind: str, body: bytes) -> None:
    ann = place.signed_in()
    answer = ann.client.post(f"/portal{path}", content=body, headers={"content-type": kind})
    assert answer.status_code in (400, 403)
    assert place.office.cases() == []


def test_whoever_was_signed_out_meanwhile_gets_their_words_back(place: Place) -> None:
    ann = place.signed_in()
    data = {**ann.hidden("/new"), "subject": "Stock list", "text": WORDS}
    ann.post("/out", {"bound": data["bound"]})
    answer = ann.post("/new", data, files=[file("a.png")])
    assert (answer.status_code, "Nothing was sent" in told(answer)) == (401, True)
    assert "&lt;b&gt;restarted&lt;/b&gt; &amp; waited." in answer.text
    assert place.office.cases() == []


def test_a_store_that_fails_costs_no_words_and_the_form_goes_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(connection: Connection, *_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk is full"))

    ann = place.signed_in()
    data = {**ann.hidden("/new"), "subject": "Stock list", "text": WORDS, "level": "2"}
    with monkeypatch.context() as patch:
        patch.setattr("intake.bootstrap.portal.submit", full)
        failed = ann.post("/new", data)
    assert (failed.status_code, "Your words are kept here" in told(failed)) == (503, True)
    assert "disk" not in failed.text
    assert field_of(failed, "key") == data["key"]
    assert ann.post("/new", data).headers["location"].endswith("/case/1001")


def test_a_session_that_sends_too_much_is_told_to_wait(place: Place) -> None:
    ann = place.signed_in()
    ann.opens()
    bound = ann.hidden("/new")
    codes = [ann.post("/case/1001/press", {**bound, "deed": "worse"}).status_code for _ in range(25)]
    assert (codes[0], codes[-1]) == (303, 429)


def test_an_address_that_asks_too_much_is_told_to_wait(place: Place) -> None:
    browser = place.browser()
    codes = [browser.get().status_code for _ in range(130)]
    assert (codes[0], codes[-1]) == (200, 429)


@pytest.mark.parametrize("path", ["", "/new", "/case/1001", "/case/9", "/in/x", "/nowhere", "/case/1001/press"])
def test_what_every_answer_carries(place: Place, path: str) -> None:
    ann = place.signed_in()
    ann.opens()
    answer = ann.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script" not in policy
    assert {"form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; "))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert not re.search(r"<script|javascript:|\son\w+=|\sstyle=", answer.text, re.IGNORECASE)


def test_words_that_are_a_page_stay_words(place: Place) -> None:
    ann = place.signed_in()
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    page = ann.opens(hostile, hostile)
    listed = ann.get("", params={"q": hostile})
    for html in (page.text, ann.get().text, listed.text, ann.get("", params={"came": hostile}).text):
        assert "<script" not in html
        assert "<img" not in html
