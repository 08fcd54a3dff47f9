"""The stream of a talk: nothing is lost, nothing comes twice, and whoever is gone is noticed."""

import asyncio
import socket
import threading
import time

import pytest

from intake.domain.window import LineSide
from intake.doors import web_server
from intake.doors.window import stream
from tests.window.door.fake import STATE
from tests.window.door.opened import PAGE, Place, Window, headers, opened

DESK = LineSide.DESK


def told(place: Place, secret: str, text: str) -> None:
    """Let the desk say something, as the worker's thread does."""
    place.talks.lay(
        place.number(secret), DESK, {"paragraphs": [{"kind": "p", "pieces": [text]}], "files": [], "by": ""}
    )
    place.hub.notify(place.number(secret))


def test_a_window_hears_what_is_said_and_answered(place: Place) -> None:
    secret = place.begin()
    window = place.stream(secret)
    assert (window.status, window.head["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert window.next() == {"event": "state", "id": None, "data": dict(STATE)}
    number = place.say(secret, "It is down — völlig.", "key-of-the-first")
    line = window.next()
    assert (line["event"], line["id"]) == ("line", str(number))
    assert line["data"] == {
        "id": number,
        "side": "visitor",
        "at": "2026-05-12T09:00:00+00:00",
        "key": "key-of-the-first",
        "text": "It is down — völlig.",
        "files": [],
    }
    assert window.next()["data"]["case"] == 1001
    told(place, secret, "We have it.")
    assert window.next()["data"]["paragraphs"] == [{"kind": "p", "pieces": ["We have it."]}]
    assert window.next()["event"] == "state"
    window.close()


def test_the_stream_says_how_soon_to_come_again_and_that_nobody_may_hold_it_back(place: Place) -> None:
    window = place.stream(place.begin())
    window.next()
    assert window.text.startswith("retry: 2000\n\n")
    assert window.head["cache-control"] == "no-store, no-transform"
    assert window.head["x-accel-buffering"] == "no"
    assert window.head["access-control-allow-origin"] == PAGE
    assert window.head["vary"] == "origin"
    assert "set-cookie" not in window.head
    window.close()


@pytest.mark.parametrize("by", ["header", "query"])
def test_a_window_that_was_away_gets_what_it_missed_and_nothing_else(place: Place, by: str) -> None:
    secret = place.begin()
    numbers = [place.say(secret, f"word {number}") for number in range(3)]
    if by == "header":
        window = place.stream(secret, after=numbers[0])
        assert [line["id"] for line in window.lines(2)] == numbers[1:]
        window.close()
    else:
        with place.browser.stream("GET", f"/window/lines?after={numbers[1]}", headers=headers(secret)) as answer:
            text = ""
            for piece in answer.iter_text():
                text += piece
                if "event: state" in text:
                    break
        assert text.count("event: line") == 1
        assert f"id: {numbers[2]}\n" in text


def test_resuming_at_any_moment_loses_and_doubles_nothing(place: Place) -> None:
    """Break off again and again while the desk talks, and take up behind the last line that came."""
    secret, count = place.begin(), 200

    def talk() -> None:
        for number in range(count):
            told(place, secret, f"word {number}")

    talking = threading.Thread(target=talk)
    talking.start()
    seen: list[int] = []
    while len(seen) < count:
        place.limits.opened._left.clear()
        window = place.stream(secret, after=seen[-1] if seen else None)
        for _ in range(min(7, count - len(seen))):
            seen += [line["id"] for line in window.lines(1)]
        window.close()
    talking.join()
    assert seen == list(range(1, count + 1))


def test_all_windows_of_a_talk_show_the_same_and_another_s_nothing(place: Place) -> None:
    secret, other = place.begin(), place.begin()
    windows, apart = [place.stream(secret) for _ in range(3)], place.stream(other)
    place.say(secret, "It is down")
    assert [window.lines(1)[0]["text"] for window in windows] == ["It is down"] * 3
    place.say(other, "Another matter")
    assert apart.lines(1)[0]["text"] == "Another matter"


def test_of_a_talk_s_windows_the_oldest_makes_room(place: Place) -> None:
    secret = place.begin()
    windows = [place.stream(secret) for _ in range(5)]
    assert "event: state" in windows[0].rest()
    place.until(4)
    place.say(secret, "It is down")
    assert [window.lines(1)[0]["text"] for window in windows[1:]] == ["It is down"] * 4


def test_a_window_that_is_gone_is_noticed(place: Place) -> None:
    window = place.stream(place.begin())
    place.until(1)
    window.close()
    place.until(0)


def test_one_who_takes_nothing_is_let_go_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BLOCKED", 0.5)
    with opened() as place:
        secret = place.begin()
        lazy = place.held(Window.opened(place.door.port, secret, buffer=4096))
        brisk = place.stream(secret)
        place.until(2)
        assert lazy.status == 200
        for _ in range(100):
            told(place, secret, "x" * 100_000)
        assert len(brisk.lines(100)) == 100
        place.until(1)


def test_a_silent_stream_says_that_it_is_still_there_and_looks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.05)
    with opened() as place:
        secret = place.begin()
        window = place.stream(secret)
        assert window.next()["event"] == "state"
        while ": still here\n\n" not in window.text:
            window.more()
        place.talks.lay(place.number(secret), DESK, {"paragraphs": []})  # nobody tells the hub
        assert window.lines(1)[0]["side"] == "desk"
        window.close()


def test_a_person_who_was_erased_hears_nothing_more(place: Place) -> None:
    secret = place.begin()
    window = place.stream(secret)
    window.next()
    number = place.number(secret)
    del place.talks.visitors[secret]
    place.hub.notify(number)
    assert window.rest().endswith("\n\n")
    place.until(0)


def test_a_fault_ends_the_stream_so_that_the_window_comes_again(place: Place) -> None:
    secret = place.begin()
    window = place.stream(secret)
    window.next()
    place.talks.fault = RuntimeError("the store is away")
    place.hub.notify(place.number(secret))
    assert "the store is away" not in window.rest()
    place.until(0)


def test_no_more_than_so_many_windows_are_open() -> None:
    with opened(most_open=2) as place:
        windows = [place.stream(place.begin()) for _ in range(2)]
        place.until(2)
        full = place.stream(place.begin())
        assert (full.status, full.head["retry-after"]) == (503, "30")
        windows[0].close()
        place.until(1)
        assert place.stream(place.begin()).status == 200


def test_more_windows_are_open_than_an_ordinary_door_would_take() -> None:
    with opened(most_open=80) as place:
        place.limits.begun.most = 1000
        place.limits.begun._left.clear()
        windows = [place.stream(place.begin()) for _ in range(80)]
        assert {window.status for window in windows} == {200}
        assert place.browser.get("/health").status_code == 200


def test_streams_end_when_the_door_closes_and_nobody_waits_for_them() -> None:
    with opened() as place:
        windows = [place.stream(place.begin()) for _ in range(5)]
        began = time.monotonic()
        asyncio.run_coroutine_threadsafe(place.door.close(), place.loop).result(30)
        assert time.monotonic() - began < 3, "open windows hold up the end"
        assert all("event: state" in window.rest() for window in windows)
        assert place.hub.taken == 0


@pytest.mark.parametrize("written", ["-1", "x", "1.5", "１", "9" * 30, "0x1", "1 2"])
def test_what_is_no_line_is_refused(shared: Place, written: str) -> None:
    answer = shared.browser.get("/window/lines", params={"after": written}, headers=headers(shared.begin()))
    assert answer.status_code == 400


def test_a_silent_stream_is_not_taken_for_a_silent_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "SILENCE", 0.1)
    with opened() as place:
        secret = place.begin()
        window = place.stream(secret)
        window.next()
        idle = place.stream(secret)
        idle.next()
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            assert place.browser.get("/health").status_code == 200
        place.say(secret, "Still there?")
        assert window.lines(1)[0]["text"] == idle.lines(1)[0]["text"] == "Still there?"


def test_what_the_system_is_asked_to_do_for_a_connection(place: Place) -> None:
    """No answer waits for another's receipt, and a machine that is gone is given up in a minute."""
    place.stream(place.begin()).next()
    (listening,) = place.door.server.servers[0].sockets
    assert listening.proto == socket.IPPROTO_TCP, "asyncio looks at it before it sets TCP_NODELAY"
    transports = [one.transport for one in place.door.server.server_state.connections]
    connected = [transport.get_extra_info("socket") for transport in transports if transport is not None]
    assert connected
    for one in connected:
        assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000


def test_a_window_hears_that_its_case_is_another_now_though_no_line_says_so(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = place.begin()
    window = place.stream(secret)
    assert window.next()["data"]["closed"] is False
    place.hub.notify(place.number(secret))  # nothing has changed: nothing is sent
    state = {**STATE, "case": 1001, "closed": True}

    async def closed(_visitor: object) -> dict[str, object]:
        return state

    monkeypatch.setattr(place.talks, "state", closed)
    place.hub.notify(place.number(secret))
    assert window.next() == {"event": "state", "id": None, "data": state}
    window.close()
