"""The web door as a browser, a mail scanner and a stranger meet it."""

import base64
import hashlib
import re
import socket
import threading
from urllib.parse import quote

import pytest

from intake.domain.case import MailKind
from intake.thread.link import Link, Opens, token
from intake.thread.token import Signer
from tests.review.engineers import asks, confirms, consents
from tests.stages.office import Office
from tests.web.door import Door, opened, tokens

ANSWERED, ASKED, TOLD = MailKind.ACKNOWLEDGEMENT, MailKind.CONSENT, MailKind.LEVEL_CHANGE


def kinds(office: Office) -> list[MailKind]:
    return [sent.kind for sent in office.mails()]


def text_of(html: str) -> str:
    body = html[html.index("<body>") :]
    return " ".join(re.sub(r"<[^>]*>", " ", body).replace("\N{NO-BREAK SPACE}", " ").replace("&#34;", '"').split())


def test_the_page_says_what_would_hold_and_has_two_buttons(shared: Door) -> None:
    seen = shared.browser.get(f"/consent/{tokens(shared.office)['yes']}")
    said = text_of(seen.text)
    assert (seen.status_code, seen.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert said.startswith(
        "Case 1001: do you agree? Do you agree to level 2, Significant business impact, for case 1001?"
    )
    assert "Until you agree, level 3, Minimal business impact, stays." in said
    assert 'by Tuesday 12 May 2026, 6:00 pm EDT ("Within 8 hours", section "Classification of Errors: Level 2")' in said
    assert re.findall(r'<button type="submit" name="choice" value="(\w+)"', seen.text) == ["yes", "no"]
    assert '<html lang="en">' in seen.text
    assert '<form method="post" action="" aria-labelledby="title">' in seen.text


def test_the_page_shows_nobody_s_name_address_or_words(shared: Door) -> None:
    seen = shared.browser.get(f"/consent/{tokens(shared.office)['yes']}").text
    for personal in ("Ann", "Lee", "acme", "Cannot post invoices", "Kim", "orders cannot ship", "invoice list"):
        assert personal not in seen


def test_looking_changes_nothing_however_often_and_by_whatever_method(shared: Door) -> None:
    before = shared.office.everything()
    for one in tokens(shared.office).values():
        for method in ("GET", "HEAD", "GET", "OPTIONS", "PUT", "DELETE"):
            shared.browser.request(method, f"/consent/{one}")
    assert shared.office.everything() == before


@pytest.mark.parametrize("link", ["yes", "no"])
def test_a_yes_is_recorded_once_and_takes_effect_at_once(door: Door, link: str) -> None:
    found = tokens(door.office)[link]
    door.office.now = door.office.now.replace(minute=30)
    pressed = door.press(found, "yes", origin="https://support.example.com", **{"sec-fetch-site": "same-origin"})
    assert (pressed.status_code, "Case 1001: you agreed" in pressed.text) == (200, True)
    case = door.office.case()
    assert (case.level, case.wanted_level, kinds(door.office)) == ("2", None, [ANSWERED, ASKED, TOLD])
    decision = door.office.decided()[-1]
    assert (decision.actor, decision.reason) == ("Kim", "orders cannot ship")
    assert door.office.details("case.consent") == [{"answer": "yes", "level": "2", "how": "link", "question": 1}]
    assert door.woken == ["courier"]
    before = door.office.everything()
    for choice in ("yes", "no"):
        for again in tokens(door.office, 1).values():
            said = door.press(again, choice)
            assert (said.status_code, "Case 1001: you agreed" in said.text) == (200, True)
            assert "Case 1001: you agreed" in door.browser.get(f"/consent/{again}").text
    assert door.office.everything() == before


def test_a_no_is_recorded_once_and_the_level_stays(door: Door) -> None:
    found = tokens(door.office)["no"]
    said = door.press(found, "no")
    assert "Case 1001: you did not agree" in said.text
    assert (door.office.case().level, door.office.case().wanted_level) == ("3", None)
    assert kinds(door.office) == [ANSWERED, ASKED, ASKED]
    assert "Case 1001 stays at level 3" in door.office.letter()
    assert "you did not agree" in door.press(found, "yes").text
    assert door.office.case().level == "3"


def test_two_presses_at_the_same_moment_count_once(door: Door) -> None:
    found = tokens(door.office)["yes"]
    threads = [threading.Thread(target=door.press, args=(found, choice)) for choice in ("yes", "no") * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(door.office.details("case.consent")) == 1
    assert len(kinds(door.office)) == 3


@pytest.mark.parametrize(
    ("change", "status", "title"),
    [
        pytest.param(confirms, 410, "Case 1001: your answer is no longer needed", id="confirmed meanwhile"),
        pytest.param(lambda office: asks(office, "1"), 410, "no longer needed", id="another level wanted meanwhile"),
        pytest.param(lambda office: consents(office, agreed=True), 200, "you agreed", id="answered by telephone"),
        pytest.param(
            lambda office: consents(office, agreed=False), 200, "you did not agree", id="refused by telephone"
        ),
        pytest.param(lambda office: office.wait(days=14), 410, "this link has expired", id="expired"),
    ],
)
def test_a_link_that_leads_nowhere_any_more(door: Door, change: "object", status: int, title: str) -> None:
    found = tokens(door.office)["yes"]
    change(door.office)  # type: ignore[operator]
    before = door.office.everything()
    for seen in (door.browser.get(f"/consent/{found}"), door.press(found, "yes")):
        assert (seen.status_code, title in seen.text, "<form" in seen.text) == (status, True, False)
    assert door.office.everything() == before


def test_a_reply_still_counts_after_the_links_have_expired(door: Door) -> None:
    door.office.wait(days=20)
    consents(door.office, agreed=True)
    assert door.office.case().level == "2"


def forged(office: Office) -> dict[str, str]:
    """Return tokens that are none of ours, and one that is signed and leads to no question."""
    genuine = tokens(office)["yes"]
    parts = genuine.split("-")
    until = office.now.replace(year=2027)
    nowhere = Link(opens=Opens.CONSENT, case_id=1001, question=77, choice="yes", until=until)
    other_case = Link(opens=Opens.CONSENT, case_id=1002, question=1, choice="yes", until=until)
    call = Link(opens=Opens.PAGE, case_id=1001, question=1, until=until)
    another = Signer(b"another desk's secret")
    return {
        "another question": "-".join([*parts[:2], "2", *parts[3:]]),
        "a later expiry": "-".join([*parts[:4], "9999999999", parts[5]]),
        "another signature": genuine[:-1] + ("a" if genuine[-1] != "a" else "b"),
        "a short signature": genuine[:-4],
        "another key": token(another, nowhere),
        "no such question": token(office.desk.signer, nowhere),
        "another case": token(office.desk.signer, other_case),
        "another purpose": token(office.desk.signer, call),
        "nothing of the kind": "hello",
        "a long one": "a" * 3000,
        "a strange one": "\x00\u00ff\U0001f600",
        "a number too large": token(
            office.desk.signer, Link(opens=Opens.CONSENT, case_id=1001, question=10**12 - 1, until=until)
        ),
    }


def test_forged_and_unknown_links_get_one_answer(shared: Door) -> None:
    before = shared.office.everything()
    answers = set()
    for found in forged(shared.office).values():
        for seen in (shared.browser.get(f"/consent/{quote(found)}"), shared.press(found, "yes")):
            answers.add((seen.status_code, re.sub(r'value="[^"]*"', "", seen.text)))
    assert {status for status, _ in answers} == {404}
    assert len(answers) == 1
    assert "We do not know this link" in answers.pop()[1]
    assert shared.office.everything() == before


def test_every_answer_carries_the_headers_that_keep_others_out(shared: Door) -> None:
    found = tokens(shared.office)["yes"]
    seen = [
        shared.browser.get(f"/consent/{found}"),
        shared.press("x", "yes"),
        shared.browser.get("/health"),
        shared.browser.get("/nowhere"),
        shared.browser.put("/health"),
        shared.browser.post(f"/consent/{found}", content=b"x" * 5000),
    ]
    for one in seen:
        policy = one.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert "base-uri 'none'" in policy
        assert "unsafe" not in policy
        assert one.headers["x-content-type-options"] == "nosniff"
        assert one.headers["referrer-policy"] == "no-referrer"
        assert one.headers["cache-control"] == "no-store"
        assert one.headers["strict-transport-security"] == "max-age=31536000"
        assert "set-cookie" not in one.headers
        assert "server" not in one.headers
        assert "<script" not in one.text


def test_the_one_style_sheet_is_the_one_that_the_policy_names(shared: Door) -> None:
    seen = shared.browser.get(f"/consent/{tokens(shared.office)['yes']}")
    (style,) = re.findall(r"<style>(.*?)</style>", seen.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in seen.headers["content-security-policy"]
    assert " style=" not in seen.text


def test_without_https_outside_no_browser_is_told_to_insist_on_it(asked: Office) -> None:
    with opened(asked, public="http://localhost:8025") as door:
        assert "strict-transport-security" not in door.browser.get("/health").headers


def test_no_answer_names_the_host_that_a_request_named(shared: Door) -> None:
    answer = shared.browser.get("/health/", headers={"host": "evil.example"})
    assert (answer.status_code, answer.headers.get("location")) == (404, None)


def test_health_says_ok_and_nothing_else(shared: Door) -> None:
    assert (shared.browser.get("/health").status_code, shared.browser.get("/health").text) == (200, "ok")


@pytest.mark.parametrize("prefix", ["", "/desk"], ids=["the proxy takes the path off", "the proxy leaves it on"])
def test_behind_a_proxy_with_a_path(door: Door, prefix: str) -> None:
    found = tokens(door.office)["yes"]
    assert "do you agree" in door.browser.get(f"{prefix}/consent/{found}").text
    pressed = door.browser.post(f"{prefix}/consent/{found}", data={"token": found, "choice": "yes"})
    assert "you agreed" in pressed.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({}, 200, id="a browser that says nothing"),
        pytest.param({"sec-fetch-site": "same-origin", "origin": "null"}, 200, id="a browser of today"),
        pytest.param({"origin": "https://support.example.com"}, 200, id="an older browser"),
        pytest.param({"sec-fetch-site": "cross-site"}, 403, id="another site"),
        pytest.param({"sec-fetch-site": "same-site"}, 403, id="a neighbour"),
        pytest.param({"sec-fetch-site": "none"}, 403, id="typed in"),
        pytest.param({"origin": "https://evil.example"}, 403, id="another origin"),
        pytest.param({"origin": "http://support.example.com"}, 403, id="the same without TLS"),
    ],
)
def test_where_a_form_comes_from(door: Door, headers: dict[str, str], status: int) -> None:
    assert door.press(tokens(door.office)["yes"], "yes", **headers).status_code == status
    assert door.office.case().level == ("2" if status == 200 else "3")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        pytest.param("token={token}&choice=yes", "text/plain", 400, id="no form"),
        pytest.param('{{"token": "{token}", "choice": "yes"}}', "application/json", 400, id="JSON"),
        pytest.param("choice=yes", "application/x-www-form-urlencoded", 400, id="no token"),
        pytest.param("token=x&choice=yes", "application/x-www-form-urlencoded", 400, id="another token"),
        pytest.param("token={token}", "application/x-www-form-urlencoded", 400, id="no choice"),
        pytest.param("token={token}&choice=maybe", "application/x-www-form-urlencoded", 200, id="no such choice"),
        pytest.param("\xff\xfe=1", "application/x-www-form-urlencoded", 400, id="no text"),
        pytest.param("&".join("abcdefghijklmnop"), "application/x-www-form-urlencoded", 400, id="nothing"),
        pytest.param(
            "&".join(f"a{n}=1" for n in range(50)), "application/x-www-form-urlencoded", 400, id="many fields"
        ),
        pytest.param("x" * 5000, "application/x-www-form-urlencoded", 413, id="too much"),
    ],
)
def test_a_form_that_is_none_of_ours_records_nothing(shared: Door, body: str, kind: str, status: int) -> None:
    found = tokens(shared.office)["yes"]
    before = shared.office.everything()
    content = body.format(token=found).encode("latin-1")
    seen = shared.browser.post(f"/consent/{found}", content=content, headers={"content-type": kind})
    assert seen.status_code == status
    assert shared.office.everything() == before


def test_one_address_may_not_ask_for_ever(asked: Office) -> None:
    with opened(asked, most=5) as door:
        seen = [door.browser.get("/consent/x", headers={"x-forwarded-for": "192.0.2.1"}) for _ in range(7)]
        assert [one.status_code for one in seen] == [404] * 5 + [429] * 2
        assert "retry-after" in seen[-1].headers
        other = door.browser.get("/consent/x", headers={"x-forwarded-for": "192.0.2.2"})
        assert other.status_code == 404, "another address behind the same proxy"


def test_a_store_that_fails_is_told_without_its_fault_and_records_nothing(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = tokens(door.office)["yes"]

    def broken(*_: object) -> None:
        raise OSError("disk /secret/place is full")

    with monkeypatch.context() as patched:
        patched.setattr("intake.review.links.settle", broken)
        seen = door.press(found, "yes")
    assert (seen.status_code, "secret" in seen.text) == (503, False)
    assert door.office.case().level == "3"
    assert "you agreed" in door.press(found, "yes").text


@pytest.mark.parametrize(
    ("language", "question", "yes"),
    [
        pytest.param("es", "Caso 1001: ¿está de acuerdo?", "Sí, estoy de acuerdo", id="Spanish"),
        pytest.param("fr", "Dossier 1001 : êtes-vous d&#39;accord ?", "Oui, je suis d&#39;accord", id="French"),
        pytest.param("de", "Fall 1001: Sind Sie einverstanden?", "Ja, ich stimme zu", id="German"),
        pytest.param("de-AT", "Fall 1001: Sind Sie einverstanden?", "Ja, ich stimme zu", id="Austrian"),
        pytest.param("pt", "Case 1001: do you agree?", "Yes, I agree", id="a language that no letter has"),
    ],
)
def test_the_page_is_in_the_customer_s_language(door: Door, language: str, question: str, yes: str) -> None:
    with door.office.database.write() as connection:
        connection.exec_driver_sql("UPDATE cases SET language = ?", (language,))
    seen = door.browser.get(f"/consent/{tokens(door.office)['yes']}", headers={"accept-language": "en"}).text
    assert question in seen
    assert yes in seen
    expected = language[:2] if language[:2] != "pt" else "en"
    assert f'<html lang="{expected}">' in seen


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        pytest.param("", "We do not know this link", id="none"),
        pytest.param("de", "Diesen Link kennen wir nicht", id="German"),
        pytest.param("pt, fr;q=0.8, en;q=0.5", "Nous ne connaissons pas ce lien", id="the best of ours"),
        pytest.param("es;q=0, en;q=0.1", "We do not know this link", id="not this one"),
        pytest.param("es;q=x,;;,", "We do not know this link", id="nonsense"),
    ],
)
def test_who_nobody_knows_is_answered_in_the_browser_s_language(shared: Door, wanted: str, title: str) -> None:
    assert title in shared.browser.get("/consent/x", headers={"accept-language": wanted}).text


def test_who_connects_and_says_nothing_whole_is_shown_out(asked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.doors.web_server.SILENCE", 0.05)
    with opened(asked) as door:
        where = (door.browser.base_url.host, door.browser.base_url.port or 0)
        for words in (b"", b"GET /health HTTP/1.1\r\nHost: a.exam", b"GET /health HTTP/1.1\r\nHost: a\r\n\r\nGET /he"):
            with socket.create_connection(where, timeout=10) as silent:
                silent.sendall(words)
                heard = b"".join(iter(lambda: silent.recv(4096), b""))
            assert (b"200 OK" in heard) == (b"\r\n\r\n" in words)
        assert door.browser.get("/health").text == "ok"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(b"\x16\x03\x01\x00\xff\x01", id="TLS"),
        pytest.param(b"GET / HTTP/1.1\r\nno header\r\n\r\n", id="no header"),
        pytest.param(b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", id="a long path"),
        pytest.param(b"POST /consent/x HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", id="a negative length"),
    ],
)
def test_what_is_no_request_is_refused_and_the_door_stays_open(shared: Door, words: bytes) -> None:
    where = (shared.browser.base_url.host, shared.browser.base_url.port or 0)
    with socket.create_connection(where, timeout=10) as other:
        other.sendall(words)
        heard = other.recv(4096)
    assert heard.startswith(b"HTTP/1.1 4")
    assert shared.browser.get("/health").text == "ok"
