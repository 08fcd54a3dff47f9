"""The window's requests: which pages may send them, whose they are, how many, and how a refusal is said."""

import json
import threading
from typing import Any

import httpx
import pytest

from intake.domain.errors import TryAgain
from intake.domain.window import Begun, Pressed, Said
from tests.window.door.fake import BAD_TOKEN
from tests.window.door.opened import PAGE, Place, headers, next_key, opened

EVIL = "https://www.evil.example"
POSTS = ("talk", "say", "press", "seen", "who", "transcript")
BODIES: dict[str, dict[str, Any]] = {
    "talk": {"language": "en", "zone": "", "page": "", "token": None},
    "say": {"key": "key-of-a-message", "text": "It is down"},
    "press": {"action": "worse"},
    "seen": {"line": 1},
    "who": {"name": "Ann Lee", "address": "ann@acme.example"},
    "transcript": {},
}
DONE = {"talk": 201, "say": 202, "press": 200, "seen": 204, "who": 202, "transcript": 202}


@pytest.mark.parametrize("path", POSTS)
def test_what_a_window_sends_is_done(shared: Place, path: str) -> None:
    answer = shared.post(path, shared.begin(), json=BODIES[path])
    assert answer.status_code == DONE[path]
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert answer.headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_a_talk_begins_with_what_the_window_knows(place: Place) -> None:
    answer = place.post(
        "talk",
        json={
            "language": "de-AT",
            "zone": "Europe/Vienna",
            "page": "https://user:word@www.vendor.example/help/?session=4711#top",
            "token": "signed by the vendor's site",
        },
    )
    assert place.talks.begun == [
        Begun(
            language="de",
            zone="Europe/Vienna",
            page="https://www.vendor.example/help/",
            vouched="signed by the vendor's site",
        )
    ]
    told = answer.json()
    assert told["who"] == {"name": "Ann Lee", "address": "ann@acme.example", "proved": True}
    assert list(place.talks.visitors) == [told["secret"]]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param({"language": "klingon"}, Begun(), id="a language that nobody here speaks"),
        pytest.param({"language": "pt-BR"}, Begun(), id="one that is not ours"),
        pytest.param({"zone": "Mars/Olympus Mons"}, Begun(), id="a zone with a blank"),
        pytest.param({"zone": "../../etc/passwd"}, Begun(), id="a zone that is a path"),
        pytest.param({"page": "javascript:alert(1)"}, Begun(), id="a page that is a script"),
        pytest.param({"page": "https://[broken"}, Begun(), id="a page that is no address"),
        pytest.param({}, Begun(), id="nothing at all"),
    ],
)
def test_what_a_window_says_wrongly_is_left_out(shared: Place, sent: dict[str, str], kept: Begun) -> None:
    assert shared.post("talk", json=sent).status_code == 201
    assert shared.talks.begun == [kept]


def test_a_token_that_the_site_has_not_signed_is_refused_with_a_sentence(place: Place) -> None:
    answer = place.post("talk", json={"token": BAD_TOKEN})
    assert (answer.status_code, answer.json()) == (
        400,
        {"said": "What this site says about you could not be verified."},
    )
    assert place.talks.visitors == {}


def test_a_message_is_said_once_however_often_it_is_sent(place: Place) -> None:
    secret, key = place.begin(), next_key()
    assert [place.say(secret, "It is down", key) for _ in range(3)] == [1, 1, 1]
    assert place.talks.said == [Said(key=key, text="It is down")]
    other = place.begin()
    assert place.say(other, "It is down", key) == 2, "another talk's key is its own"


def test_the_same_key_at_the_same_moment_is_one_message(place: Place) -> None:
    secret, key = place.begin(), next_key()
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(place.say(secret, "Down", key))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (found, len(place.talks.said)) == ([1] * 8, 1)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("one\r\ntwo\rthree", "one\ntwo\nthree", id="line ends"),
        pytest.param("a\x00b\x07c\x1b[31m", "abc[31m", id="control characters"),
        pytest.param("half \ud83d a smile", "half ? a smile", id="half a character"),
        pytest.param("ein\tTab und  zwei Leerzeichen ", "ein\tTab und  zwei Leerzeichen ", id="blanks stay"),
        pytest.param("مرحبا 🙂", "مرحبا 🙂", id="any writing"),
    ],
)
def test_words_are_kept_as_they_can_be(shared: Place, sent: str, kept: str) -> None:
    body = json.dumps({"key": next_key(), "text": sent})
    secret = shared.begin()
    answer = shared.post("say", secret, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 202
    assert shared.talks.said[-1].text == kept


def test_what_is_pressed_is_done_and_the_state_told(place: Place) -> None:
    secret = place.begin()
    window = place.stream(secret)
    assert window.next()["event"] == "state"
    answer = place.post("press", secret, json={"action": "level", "choice": "2"}).json()
    assert (answer["said"], answer["state"]["case"]) == ("Noted.", None)
    assert place.talks.pressed == [Pressed(action="level", choice="2")]
    assert window.next()["event"] == "state", "another tab of the talk sees it too"


def test_who_says_who_they_are_gets_the_same_answer_for_every_address(place: Place) -> None:
    secret = place.begin()
    said = [place.post("who", secret, json={"name": "A", "address": one}) for one in ("a@acme.example", "x@y.example")]
    assert {(one.status_code, one.text) for one in said} == {(202, '{"said":"We have written to you."}')}
    wrong = place.post("who", secret, json={"name": "A", "address": "nobody"})
    assert (wrong.status_code, wrong.json()["said"]) == (400, "This is no mail address.")


@pytest.mark.parametrize("path", [*POSTS, "lines"])
@pytest.mark.parametrize(
    "origin",
    [
        pytest.param(EVIL, id="another site"),
        pytest.param(None, id="nobody says whose"),
        pytest.param("null", id="a page without an origin"),
        pytest.param(f"{PAGE}.evil.example", id="one that begins alike"),
        pytest.param("http://www.vendor.example", id="without TLS"),
        pytest.param(f"{PAGE}:444", id="another port"),
        pytest.param(f"{PAGE}/", id="with a slash"),
    ],
)
def test_no_other_page_may_hold_the_window(shared: Place, path: str, origin: str | None) -> None:
    secret = shared.begin()
    if path == "lines":
        answer = shared.browser.get("/window/lines", headers=headers(secret, origin))
    else:
        answer = shared.post(path, secret, origin=origin, json=BODIES[path])
    assert (answer.status_code, answer.json()["said"]) == (403, "The chat cannot be used on this page.")
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "Origin"
    assert (shared.talks.said, shared.talks.pressed, shared.talks.who) == ([], [], [])


@pytest.mark.parametrize(
    ("own", "site", "status"),
    [
        pytest.param("https://www.vendor.example/support", "same-origin", 202, id="a proxy serves us below the site"),
        pytest.param("https://www.vendor.example/support", "cross-site", 403, id="and another site asks"),
        pytest.param("https://support.example.com", "same-origin", 403, id="our own pages are not listed"),
    ],
)
def test_a_page_of_our_own_origin_names_none(own: str, site: str, status: int) -> None:
    with opened(public=own) as place:
        secret = place.begin()
        answer = place.post("say", secret, origin=None, json=BODIES["say"], headers={"sec-fetch-site": site})
        assert answer.status_code == status


def test_a_browser_that_asks_before_it_sends_is_told(place: Place) -> None:
    for path, method in [("say", "POST"), ("lines", "GET"), ("words", "GET")]:
        asked = {"origin": PAGE, "access-control-request-method": method, "access-control-request-headers": "x"}
        answer = place.browser.options(f"/window/{path}", headers=asked)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["access-control-allow-origin"] == PAGE
        assert answer.headers["access-control-allow-methods"] == method
        assert answer.headers["access-control-allow-headers"] == "authorization, content-type, last-event-id"
        assert answer.headers["vary"] == "Origin"
        refused = place.browser.options(f"/window/{path}", headers={**asked, "origin": EVIL})
        assert refused.status_code == 403
        assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("path", [*POSTS[1:], "lines"])
@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param({}, id="none"),
        pytest.param({"authorization": "Bearer " + "a" * 43}, id="one that nobody has"),
        pytest.param({"authorization": "Bearer short"}, id="a short one"),
        pytest.param({"authorization": "Basic YTpi"}, id="of another kind"),
        pytest.param({"authorization": "Bearer " + "a" * 5000}, id="a long one"),
        pytest.param({"authorization": b"Bearer \xff\xfe\xfd" + b"\xe4" * 40}, id="a strange one"),
    ],
)
def test_a_secret_that_is_nobody_s_opens_nothing(shared: Place, path: str, authorization: dict[str, Any]) -> None:
    known = {"origin": PAGE, "accept-language": "fr", **authorization}
    if path == "lines":
        answer = shared.browser.get("/window/lines", headers=known)
    else:
        answer = shared.browser.post(f"/window/{path}", headers=known, json=BODIES[path])
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["said"].startswith("Nous ne connaissons plus cette conversation")


@pytest.mark.parametrize(
    ("path", "sent", "status", "sentence"),
    [
        pytest.param("say", {"content": b"{"}, 400, "could not read", id="no JSON"),
        pytest.param("say", {"content": b"\xff"}, 400, "could not read", id="no UTF-8"),
        pytest.param("say", {"content": b"[" * 100_000}, 400, "could not read", id="deep"),
        pytest.param("say", {"content": b"[1]"}, 400, "could not read", id="no object"),
        pytest.param("say", {"json": {"text": "hello"}}, 400, "could not read", id="no key"),
        pytest.param("say", {"json": {"key": "short", "text": "hello"}}, 400, "could not read", id="a short key"),
        pytest.param("say", {"json": {"key": "with a blank", "text": "x"}}, 400, "could not read", id="a strange key"),
        pytest.param("say", {"json": {**BODIES["say"], "level": "1"}}, 400, "could not read", id="more than that"),
        pytest.param("say", {"json": {"key": next_key(), "text": 7}}, 400, "could not read", id="a number for words"),
        pytest.param("say", {"json": {"key": next_key(), "text": " \n"}}, 400, "nothing in this", id="blanks"),
        pytest.param("say", {"json": {"key": next_key(), "text": "x" * 10_001}}, 413, "too long", id="a long text"),
        pytest.param("say", {"json": {"key": next_key(), "text": "x" * 500_000}}, 413, "too large", id="a huge one"),
        pytest.param("say", {"content": b"hi", "headers": {"content-type": "text/plain"}}, 415, "read", id="text"),
        pytest.param("press", {"json": {"action": "erase"}}, 400, "could not read", id="nothing to press"),
        pytest.param("press", {"json": {"action": "level", "choice": "x" * 65}}, 400, "read", id="a long choice"),
        pytest.param("seen", {"json": {"line": -1}}, 400, "could not read", id="no line"),
        pytest.param("seen", {"json": {"line": True}}, 400, "could not read", id="yes for a line"),
        pytest.param("seen", {"content": b'{"line": ' + b"9" * 5000 + b"}"}, 400, "read", id="a line too far"),
        pytest.param("who", {"json": {"name": "A", "address": "x" * 300}}, 400, "could not read", id="a long address"),
        pytest.param("transcript", {"json": {"to": "x@y.example"}}, 400, "could not read", id="to somebody else"),
        pytest.param("talk", {"json": {"token": "x" * 9000}}, 400, "could not read", id="a long token"),
        pytest.param("talk", {"content": b"{}" + b" " * 20_000}, 413, "too large", id="a long body"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(
    shared: Place, path: str, sent: dict[str, Any], status: int, sentence: str
) -> None:
    kind = {} if "json" in sent else {"content-type": "application/json"}
    answer = shared.post(path, shared.begin(), **{**sent, "headers": {**kind, **sent.get("headers", {})}})
    assert (answer.status_code, sentence in answer.json()["said"]) == (status, True), answer.text
    assert answer.headers["access-control-allow-origin"] == PAGE, "the window can read why"
    assert shared.talks.said == []


def test_a_text_of_ten_thousand_characters_is_taken_however_it_is_written(place: Place) -> None:
    secret = place.begin()
    for text in ("x" * 10_000, "é" * 10_000, "🙂" * 10_000):
        place.say(secret, text)
        assert place.talks.said[-1].text == text


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_a_refusal_is_in_the_visitor_s_language_whatever_the_browser_s(shared: Place, language: str) -> None:
    secret = shared.begin(language=language)
    said = shared.post("say", secret, json={"key": next_key(), "text": ""}, headers={"accept-language": "it"}).json()
    beginnings = {"en": "There is nothing", "de": "In dieser Nachricht", "fr": "Ce message", "es": "Este mensaje"}
    assert said["said"].startswith(beginnings[language])


@pytest.mark.parametrize(
    "fault",
    [RuntimeError("secret words of the store"), TryAgain("the writer is busy"), OSError("disk full")],
    ids=["a fault", "a passing one", "a full disk"],
)
@pytest.mark.parametrize("path", POSTS)
def test_a_fault_keeps_its_words_and_the_window_its_message(shared: Place, path: str, fault: Exception) -> None:
    secret = shared.begin()
    shared.talks.fault = fault
    answer = shared.post(path, secret, json=BODIES[path])
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert str(fault) not in answer.text
    assert shared.post(path, secret, json=BODIES[path]).status_code == DONE[path], "it works when it is sent again"


def statuses(place: Place, path: str, secret: str, times: int, **more: str) -> list[int]:
    body = {**BODIES[path], **({"key": next_key()} if path == "say" else {})}
    return [place.post(path, secret, json=body, headers=more).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        pytest.param("say", 10, id="ten messages at once"),
        pytest.param("who", 5, id="five links"),
        pytest.param("transcript", 5, id="five transcripts"),
        pytest.param("press", 60, id="sixty presses"),
    ],
)
def test_one_talk_sends_only_so_much(place: Place, path: str, most: int) -> None:
    secret, other = place.begin(), place.begin()
    place.limits.pressed.per = 1e6  # it refills while sixty are sent
    assert statuses(place, path, secret, most + 1) == [DONE[path]] * most + [429]
    refused = place.post(path, secret, json=BODIES[path])
    assert int(refused.headers["retry-after"]) > 0
    assert "a lot in a short time" in refused.json()["said"]
    assert statuses(place, path, other, 1) == [DONE[path]], "another talk is not held back"


def test_talks_are_begun_only_so_often_from_one_address(place: Place) -> None:
    assert statuses(place, "talk", "", 11) == [201] * 10 + [429]
    elsewhere = {"x-forwarded-for": "203.0.113.7"}  # as a proxy on this machine says
    assert statuses(place, "talk", "", 1, **elsewhere) == [201]


def test_whoever_has_one_address_of_an_ipv6_network_has_all_of_them(place: Place) -> None:
    found = [
        statuses(place, "talk", "", 1, **{"x-forwarded-for": f"2001:db8:0:1::{number:x}"})[0] for number in range(11)
    ]
    assert found == [201] * 10 + [429]
    assert statuses(place, "talk", "", 1, **{"x-forwarded-for": "2001:db8:0:2::1"}) == [201]


def test_streams_are_opened_only_so_often(place: Place) -> None:
    secret = place.begin()
    found = [place.stream(secret).status for _ in range(31)]
    assert found == [200] * 30 + [429]


@pytest.mark.parametrize(("method", "path"), [("GET", "say"), ("PUT", "say"), ("DELETE", "talk"), ("POST", "lines")])
def test_another_method_does_nothing(shared: Place, method: str, path: str) -> None:
    answer = shared.browser.request(method, f"/window/{path}", headers=headers(shared.begin()))
    assert answer.status_code in (404, 405)
    assert shared.talks.said == []


def test_looking_whether_there_is_a_stream_opens_none(place: Place) -> None:
    answer = place.browser.head("/window/lines", headers=headers(place.begin()))
    assert (answer.status_code, place.hub.taken) == (200, 0)


@pytest.mark.parametrize("prefix", ["", "/desk"], ids=["the proxy takes the path off", "the proxy leaves it on"])
def test_behind_a_proxy_with_a_path(shared: Place, prefix: str) -> None:
    answer = shared.browser.post(f"{prefix}/window/talk", headers=headers(), json={})
    assert answer.status_code == 201


def test_every_answer_keeps_itself_to_itself(place: Place) -> None:
    secret = place.begin()
    answers: list[httpx.Response] = [
        place.post("say", secret, json=BODIES["say"]),
        place.post("say", secret, json={}),
        place.post("say", "", json=BODIES["say"]),
        place.post("say", secret, origin=EVIL, json=BODIES["say"]),
    ]
    for one in answers:
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["cache-control"] == "no-store"
        assert one.headers["content-security-policy"].startswith("default-src 'none'")
        assert one.headers["strict-transport-security"] == "max-age=31536000"
        assert one.headers["content-type"] == "application/json"
        assert secret not in one.text
        assert "server" not in one.headers
