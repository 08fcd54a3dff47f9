"""What windows send, drawn at random: it is read as what it has to be or refused, and never anything else."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import Request

from intake.domain.window import WindowRules
from intake.doors import uploads
from intake.doors.sender import network_of
from intake.doors.window.asked import (
    LONGEST_TEXT,
    NothingAsked,
    PressAsked,
    SayAsked,
    SeenAsked,
    TalkAsked,
    WhoAsked,
    after_line,
    asked_as,
    clean,
)
from intake.doors.window.received import Received
from intake.doors.window.refusal import NAMES, Refusal
from intake.doors.window.stream import event, events_in

SHAPES = (NothingAsked, PressAsked, SayAsked, SeenAsked, TalkAsked, WhoAsked)
KEYS = ["language", "zone", "page", "token", "key", "text", "action", "choice", "line", "name", "address"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5)
BODIES = st.dictionaries(st.sampled_from(KEYS) | st.text(), VALUES)


def outcome(read: Callable[[], Any]) -> tuple[Any, str]:
    """Return what was read, and "" or by which name it was refused."""
    try:
        return read(), ""
    except Refusal as refusal:
        return None, refusal.name


@pytest.mark.parametrize("shape", SHAPES)
@given(sent=BODIES)
def test_any_object_is_read_or_refused(shape: Any, sent: dict[str, object]) -> None:
    found, refusal = outcome(lambda: asked_as(shape, json.dumps(sent).encode()))
    assert refusal in ("", "unreadable")
    told = {} if found is None else found.model_dump(exclude_unset=True)
    assert told.keys() <= {clean(name) for name in sent}
    assert all(clean(value) == value for value in told.values() if isinstance(value, str))


@pytest.mark.parametrize("shape", SHAPES)
@given(sent=st.binary())
def test_any_bytes_are_read_or_refused(shape: Any, sent: bytes) -> None:
    assert outcome(lambda: asked_as(shape, sent))[1] in ("", "unreadable")


@given(language=st.text(max_size=100), zone=st.text(max_size=200), page=st.text(max_size=4000))
def test_what_begins_a_talk_is_short_and_plain(language: str, zone: str, page: str) -> None:
    begun = TalkAsked.model_construct(language=language, zone=zone, page=page, token=None).begun()
    assert begun.language in ("", "en", "es", "fr", "de")
    assert len(begun.zone) <= 64
    assert "." not in begun.zone
    assert begun.page == "" or begun.page.startswith(("http://", "https://"))
    assert not {"?", "#", "@"} & set(begun.page.partition("://")[2].partition("/")[0])


@given(
    page=st.from_regex(
        r"https?://([a-z]+:[a-z]+@)?[a-z.]{1,20}(:8[0-9]{2})?/[a-z/]{0,20}(\?[a-z=]*)?(#[a-z]*)?", fullmatch=True
    )
)
def test_a_page_is_kept_without_what_may_be_secret(page: str) -> None:
    kept = TalkAsked.model_construct(page=page).begun().page
    assert kept == "" or not set("?#@") & set(kept)


@given(st.text())
def test_cleaning_words_twice_is_cleaning_them_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\r" not in once
    assert "\x00" not in once
    once.encode("utf-8")


@given(st.text())
def test_a_line_is_a_number_or_refused(written: str) -> None:
    found, refusal = outcome(lambda: after_line(written))
    assert refusal == "unreadable" or 0 <= found < 10**18


@given(st.text(min_size=0, max_size=400), st.binary(max_size=100))
def test_any_name_becomes_one_that_harms_nobody(name: str, content: bytes) -> None:
    kept = uploads.plain_name(name)
    assert 0 < len(kept) <= 120
    assert kept.isprintable() or not kept.isascii()
    assert not set("/\\\n\r\x00\u202e") & set(kept)
    assert uploads.plain_name(kept) == kept
    assert "html" not in uploads.served_type(name, content)
    assert "svg" not in uploads.served_type(name, content)
    kept.encode("utf-8")


@given(st.text())
def test_any_host_counts_as_something(host: str) -> None:
    assert isinstance(network_of(host), str)


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_whose_requests_count_together(host: str, network: str) -> None:
    assert network_of(host) == network


@given(data=st.dictionaries(st.text(), SCALARS))
def test_an_event_is_one_block_whatever_it_says(data: dict[str, object]) -> None:
    written = event("line", data)
    (found,) = events_in(written.decode())
    assert found["event"] == "line"
    assert json.loads(found["data"]) == json.loads(json.dumps(data).encode("utf-8", "replace"))


def read_form(body: bytes, kind: str, pieces: int) -> Any:
    """Read a form as the door does, in pieces of so many bytes."""
    chunks = [body[at : at + pieces] for at in range(0, len(body), pieces)] or [b""]
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return messages.pop(0)

    async def read() -> Any:
        scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "client": ("192.0.2.1", 1)}
        request = Request({**scope, "headers": [(b"content-type", kind.encode("latin-1", "replace"))]}, receive)
        rules = WindowRules(largest_file=10_000, file_types=frozenset({"txt"}))
        async with Received(rules).message(request, 1) as said:
            return said

    return asyncio.run(read())


PARTS = st.lists(
    st.tuples(
        st.sampled_from(['name="key"', 'name="text"', 'name="file"; filename="a.txt"', 'name="x"', "name=", "x"])
        | st.text(max_size=30),
        st.binary(max_size=60) | st.just(b"key-of-a-message"),
    ),
    max_size=6,
)


@given(parts=PARTS, pieces=st.integers(1, 200), tail=st.binary(max_size=20))
def test_any_form_is_read_or_refused(parts: list[tuple[str, bytes]], pieces: int, tail: bytes) -> None:
    told = [f"--line\r\nContent-Disposition: form-data; {one}\r\n\r\n".encode() + body for one, body in parts]
    body = b"\r\n".join([*told, b"--line--\r\n"]) + tail
    said, refusal = outcome(lambda: read_form(body, "multipart/form-data; boundary=line", pieces))
    assert refusal in ("", *NAMES)
    if said is not None:
        assert len(said.text) <= LONGEST_TEXT
        assert said.text.strip() or said.files
        assert 8 <= len(said.key) <= 64


def form_with(text: str) -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{text}\r\n--x--\r\n'.encode()


@given(body=st.binary(max_size=300), kind=st.text(max_size=60), pieces=st.integers(1, 50))
@example(body=form_with("é"), kind="idna", pieces=50)
@example(body=form_with("x"), kind="rot13", pieces=50)
@example(body=form_with("x"), kind="\x00", pieces=50)
def test_any_body_of_any_type_is_read_or_refused(body: bytes, kind: str, pieces: int) -> None:
    for one in (kind, f"multipart/form-data; boundary={kind}", f"multipart/form-data; charset={kind}; boundary=x"):
        assert outcome(lambda one=one: read_form(body, one, pieces))[1] in ("", *NAMES)  # type: ignore[misc]
