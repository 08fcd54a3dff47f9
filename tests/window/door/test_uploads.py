"""Attached files: which are taken, how much of them, and what is left of them when something breaks."""

import gc
import socket
import threading
from typing import Any

import httpx
import pytest

from intake.domain.window import WindowRules
from intake.doors.window import received
from tests.window.door.opened import RULES, Place, headers, next_key, opened

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
PDF = b"%PDF-1.7\n" + b"0" * 500
ZIP = b"PK\x03\x04" + b"0" * 500
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

File = tuple[str, bytes, str]


def send(place: Place, secret: str, *files: File, text: str = "see the file", **more: Any) -> httpx.Response:
    """Send a message with files, as a browser's form does."""
    parts = [("file", one) for one in files]
    return place.post("say", secret, data={"key": next_key(), "text": text}, files=parts, **more)


@pytest.mark.parametrize(
    ("token", "statuses"),
    [
        pytest.param("", [202, 202, 429], id="a stranger, who may only send so much"),
        pytest.param("signed", [202, 202, 202], id="somebody who is proved"),
    ],
)
def test_strangers_fill_no_disk(place: Place, token: str, statuses: list[int]) -> None:
    place.limits.heavy.most = 2
    secret = place.begin(token=token)
    assert [send(place, secret, ("a.zip", ZIP, "x")).status_code for _ in statuses] == statuses
    assert place.say(secret, "Words alone are always taken")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("screen.png", PNG, id="a picture"),
        pytest.param("SCREEN.PNG", PNG, id="in capitals"),
        pytest.param("contract.v2.pdf", PDF, id="a PDF with two dots"),
        pytest.param("logs.zip", ZIP, id="an archive"),
        pytest.param("notes.txt", "Grüße".encode(), id="a text"),
        pytest.param("latin.txt", "Grüße".encode("latin-1"), id="a text of long ago"),
        pytest.param("wide.txt", "Grüße".encode("utf-16"), id="a text of Windows"),
        pytest.param("empty.txt", b"", id="an empty text"),
        pytest.param("printer.txt", b"MZ-2000 prints twice", id="a text that begins as programs do"),
        pytest.param("server.log", b"started\0\0\0\0", id="a log that was cut off"),
        pytest.param("saved.jpg", b"RIFF\x10\0\0\0WEBP" + b"0" * 90, id="a picture by another's name"),
        pytest.param("secret.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 90, id="a document with a password"),
        pytest.param("page.txt", HTML, id="a page that is called a text: it is one"),
        pytest.param("large.png", PNG + b"\0" * 900_000, id="one that goes over a disk"),
    ],
)
def test_a_file_arrives_as_it_was_sent(shared: Place, name: str, content: bytes) -> None:
    answer = send(shared, shared.begin(), (name, content, "application/x-anything"))
    assert answer.status_code == 202, answer.text
    (said,) = shared.talks.said
    assert said.text == "see the file"
    assert [(file.name, file.content, file.content_type) for file in said.files] == [
        (name, content, "application/x-anything")
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("page.html", HTML, id="a page"),
        pytest.param("page.png", HTML, id="a page that is called a picture"),
        pytest.param("drawing.png", SVG, id="a drawing with a script"),
        pytest.param("drawing.svg", SVG, id="the same by its own name"),
        pytest.param("run.exe", b"MZ" + b"\0" * 100, id="a program"),
        pytest.param("run.txt", b"MZ" + b"\0" * 100, id="a program that is called a text"),
        pytest.param("run.log", b"\x7fELF\2\1", id="a program of Linux"),
        pytest.param("sheet.xlsx", HTML, id="a page that is called a document"),
        pytest.param("run.pdf", b"#!/bin/sh\n%PDF-1.7", id="a script that says to be a PDF"),
        pytest.param("page.pdf", HTML + b"%PDF-1.7", id="a page that says to be a PDF"),
        pytest.param("nothing.png", b"", id="a picture of nothing"),
        pytest.param("png", PNG, id="no ending"),
        pytest.param("shot.png.", PNG[:3], id="a dot at the end"),
        pytest.param("shot.png\x00.exe", PNG, id="a name that ends for some"),
        pytest.param("shot\u202egnp.exe", PNG, id="a name that turns round"),
    ],
)
def test_a_file_that_is_not_taken(shared: Place, name: str, content: bytes) -> None:
    answer = send(shared, shared.begin(), ("fine.txt", b"fine", ""), (name, content, "image/png"))
    assert (answer.status_code, "of a kind that we do not take" in answer.json()["said"]) == (415, True)
    assert shared.talks.said == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("../../etc/passwd.txt", "passwd.txt", id="a way up"),
        pytest.param("C:\\Users\\Ann\\notes.txt", "notes.txt", id="a path of Windows"),
        pytest.param("über die Straße.txt", "über die Straße.txt", id="letters of any language"),
        pytest.param("a\nb.txt", "a b.txt", id="a line end"),
        pytest.param("x" * 300 + ".txt", "x" * 116 + ".txt", id="a long one"),
        pytest.param('with "quotes".txt', 'with "quotes".txt', id="quotes"),
    ],
)
def test_a_name_is_kept_as_one_that_harms_nobody(shared: Place, name: str, kept: str) -> None:
    body = form_of(('name="key"', next_key().encode()), (f'name="file"; filename="{escaped(name)}"', b"words"))
    answer = shared.post("say", shared.begin(), content=body, headers=FORM)
    assert answer.status_code == 202, answer.text
    assert [file.name for file in shared.talks.said[0].files] == [kept]


FORM = {"content-type": "multipart/form-data; boundary=line"}


def escaped(name: str) -> str:
    """Return a file's name as it stands in a form's header, where no line can end."""
    return name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\t")


def form_of(*parts: tuple[str, bytes]) -> bytes:
    written = [f"--line\r\nContent-Disposition: form-data; {told}\r\n\r\n".encode() + body for told, body in parts]
    return b"\r\n".join([*written, b"--line--\r\n"])


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        pytest.param(b"", "multipart/form-data", 400, id="no boundary"),
        pytest.param(b"", FORM["content-type"], 400, id="nothing"),
        pytest.param(b"hello", FORM["content-type"], 400, id="no form"),
        pytest.param(form_of(('name="text"', b"no key")), FORM["content-type"], 400, id="no key"),
        pytest.param(form_of(('name="key"', b"key-0001")), FORM["content-type"], 400, id="nothing in it"),
        pytest.param(form_of(("filename=x", b"a")), FORM["content-type"], 400, id="a part without a name"),
        pytest.param(form_of(('name="key"', b"\xff" * 9)), FORM["content-type"], 400, id="a key of bytes"),
        pytest.param(form_of(('name="text"', b"x" * 70_000)), FORM["content-type"], 413, id="a huge text"),
        pytest.param(
            form_of(('name="key"', b"key-0001"), ('name="text"', b"x" * 10_001)), FORM["content-type"], 413, id="long"
        ),
        pytest.param(form_of(*[('name="x"', b"a")] * 9), FORM["content-type"], 400, id="many fields"),
        pytest.param(
            form_of(*[('name="file"; filename="a.txt"', b"a")] * 11), FORM["content-type"], 413, id="many files"
        ),
        pytest.param(form_of(('name="key"', b"key-0001"))[:-12], FORM["content-type"], 400, id="cut off"),
    ],
)
def test_a_form_that_cannot_be_read(shared: Place, body: bytes, kind: str, status: int) -> None:
    answer = shared.post("say", shared.begin(), content=body, headers={"content-type": kind})
    assert answer.status_code == status, answer.text
    assert shared.talks.said == []


def test_files_are_too_large_together(place: Place) -> None:
    half = ("half.txt", b"x" * 600_000, "text/plain")
    answer = send(place, place.begin(), half, half)
    assert (answer.status_code, "too large together" in answer.json()["said"]) == (413, True)
    assert send(place, place.begin(), half).status_code == 202


def test_a_body_that_says_to_be_too_large_is_not_waited_for(place: Place) -> None:
    told = {**headers(place.begin()), "host": "x", "content-type": FORM["content-type"], "content-length": "99999999"}
    with socket.create_connection(("127.0.0.1", place.door.port), timeout=10) as window:
        lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        window.sendall(f"POST /window/say HTTP/1.1\r\n{lines}\r\n".encode())
        assert window.recv(1000).startswith(b"HTTP/1.1 413")


def test_a_stream_of_bytes_without_an_end_is_cut_off(place: Place) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        yield b'--line\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        while sent < 50_000_000:
            sent += 100_000
            yield b"x" * 100_000

    answer = place.post("say", place.begin(), content=endless(), headers=FORM)
    assert answer.status_code == 413


def test_a_body_that_trickles_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "_SILENCE", 0.2)
    with opened() as place:
        told = {**headers(place.begin()), "host": "x", "content-type": "application/json", "content-length": "500"}
        with socket.create_connection(("127.0.0.1", place.door.port), timeout=10) as window:
            lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
            window.sendall(f"POST /window/say HTTP/1.1\r\n{lines}\r\n{{".encode())
            assert window.recv(1000).startswith(b"HTTP/1.1 408")


def test_a_window_that_breaks_off_in_the_middle_leaves_nothing_behind(place: Place) -> None:
    secret = place.begin()
    for _ in range(5):
        told = {**headers(secret), "host": "x", "content-type": FORM["content-type"], "content-length": "900000"}
        with socket.create_connection(("127.0.0.1", place.door.port), timeout=10) as window:
            lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
            window.sendall(f"POST /window/say HTTP/1.1\r\n{lines}\r\n".encode())
            window.sendall(b'--line\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n')
            window.sendall(b"x" * 200_000)
            place.until_coming(1)
        place.until_coming(0)
    assert send(place, secret, ("a.txt", b"a", "")).status_code == 202
    assert len(place.talks.said) == 1
    gc.collect()  # a file that nobody has closed would be told here


def test_two_forms_of_a_talk_come_in_at_once_and_no_more() -> None:
    """What comes in waits on disk; how many do is limited, so that nobody fills it."""
    with opened() as place:
        secret, going, found = place.begin(), threading.Event(), []

        def slowly() -> Any:
            yield form_of(('name="key"', next_key().encode()), ('name="text"', b"slow"))[:-4]
            going.wait(30)
            yield b"--\r\n"

        slow = [
            threading.Thread(
                target=lambda: found.append(place.post("say", secret, content=slowly(), headers=FORM).status_code)
            )
            for _ in range(2)
        ]
        for thread in slow:
            thread.start()
        place.until_coming(2)
        third = send(place, secret, ("a.txt", b"a", ""))
        assert (third.status_code, third.headers["retry-after"]) == (503, "10")
        assert place.post("say", secret, json={"key": next_key(), "text": "words"}).status_code == 202
        going.set()
        for thread in slow:
            thread.join()
        assert found == [202, 202]


def test_a_desk_that_takes_no_files() -> None:
    with opened(rules=WindowRules(largest_file=0, file_types=frozenset())) as place:
        answer = send(place, place.begin(), ("a.txt", b"words", ""))
        assert answer.status_code == 413
        assert place.say(place.begin(), "words") == 1


def test_files_wait_until_there_is_room_for_them_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "_ROOM", 1)
    with opened(rules=WindowRules(largest_file=1_000_000, file_types=RULES.file_types)) as place:
        big, found = ("big.txt", b"x" * 900_000, "text/plain"), []
        place.talks.pause = 0.05
        secrets = [place.begin() for _ in range(4)]
        threads = [
            threading.Thread(target=lambda secret=secret: found.append(send(place, secret, big).status_code))
            for secret in secrets
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (found, place.talks.most_at_once) == ([202] * 4, 1)
