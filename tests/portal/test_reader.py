"""The form reader: whatever bytes come, it answers with a form or says what is wrong, and closes what it opened."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from intake.doors.portal.asked import Form, Forms, Slow, form_of

BOUNDARY = "x-boundary"
KINDS = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        f"multipart/form-data; boundary={BOUNDARY}",
        "multipart/form-data",
        'multipart/form-data; boundary="',
        f"multipart/form-data; boundary={BOUNDARY}; charset=utf-7",
        "multipart/form-data; boundary=" + "y" * 300,
        "text/plain",
        "",
    ]
)
NAMES = st.sampled_from(["text", "subject", "level", "file", "bound", "key", "é", ""])
PIECES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"\r\n", b"--", BOUNDARY.encode(), f"--{BOUNDARY}\r\n".encode(), f"--{BOUNDARY}--".encode()]),
    st.builds(
        lambda name, value: (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        ),
        NAMES,
        st.binary(max_size=40),
    ),
    st.builds(
        lambda name, value: (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}.png"\r\n\r\n'.encode()
            + value
            + b"\r\n"
        ),
        NAMES,
        st.binary(max_size=40),
    ),
)


def asked(kind: str, chunks: list[bytes], *, breaks_off: bool = False) -> Request:
    coming: Iterator[dict[str, Any]] = iter(
        [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
        + [{"type": "http.disconnect"} if breaks_off else {"type": "http.request", "body": b"", "more_body": False}]
    )

    async def receive() -> dict[str, Any]:
        return next(coming)

    headers = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers, "path": "/"}, receive)


def read(request: Request, *, largest: int = 1000, files: bool = True) -> Form:
    async def reading() -> Form:
        async with Forms(largest, ("png", "txt")).read(request, files=files) as form:
            return form

    return asyncio.run(reading())


@given(kind=KINDS, chunks=st.lists(PIECES, max_size=12), files=st.booleans())
def test_whatever_comes_is_a_form_or_is_refused(kind: str, chunks: list[bytes], *, files: bool) -> None:
    form = read(asked(kind, chunks), files=files)
    assert all(isinstance(value, str) for value in form.fields.values())
    assert "\x00" not in form["text"]
    if form.files:
        assert files
        assert form.wrong in ("", "file_type")


@given(kind=KINDS, chunks=st.lists(PIECES, max_size=6))
def test_a_sender_that_breaks_off_is_told_apart(kind: str, chunks: list[bytes]) -> None:
    if kind.startswith(("multipart/form-data; boundary=x", "application/x-www")):
        with pytest.raises(Slow):
            read(asked(kind, chunks, breaks_off=True))


@given(body=st.binary(max_size=300))
def test_a_small_form_never_raises(body: bytes) -> None:
    form = form_of(body)
    assert all(isinstance(value, str) for value in form.fields.values())


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_words_come_through_as_they_were_written(text: str) -> None:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="text"\r\n\r\n'.encode()
    body = head + text.encode() + f"\r\n--{BOUNDARY}--\r\n".encode()
    form = read(asked(f"multipart/form-data; boundary={BOUNDARY}", [body[:50], body[50:]]))
    assert form.fields["text"] == text


@pytest.mark.parametrize(
    ("patience", "kind"),
    [
        pytest.param("_PATIENCE_FOR_WORDS", "application/x-www-form-urlencoded", id="words"),
        pytest.param("_PATIENCE_FOR_NOBODY", f"multipart/form-data; boundary={BOUNDARY}", id="files of nobody's"),
    ],
)
def test_a_form_that_trickles_in_is_given_up(monkeypatch: pytest.MonkeyPatch, patience: str, kind: str) -> None:
    monkeypatch.setattr(f"intake.doors.portal.asked.{patience}", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"-", "more_body": True}

    async def reading() -> None:
        scope = {"type": "http", "method": "POST", "headers": [(b"content-type", kind.encode())], "path": "/"}
        async with Forms(10_000_000, ()).read(Request(scope, receive), files=False):
            pass

    with pytest.raises(Slow):
        asyncio.run(reading())


def test_a_form_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intake.doors.portal.asked._SILENCE", 0.05)

    async def silent() -> AsyncIterator[None]:
        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        headers = [(b"content-type", b"application/x-www-form-urlencoded")]
        request = Request({"type": "http", "method": "POST", "headers": headers, "path": "/"}, receive)
        async with Forms(1000, ()).read(request):
            yield

    async def reading() -> None:
        async for _ in silent():
            pass

    with pytest.raises(Slow):
        asyncio.run(reading())
