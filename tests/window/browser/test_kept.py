"""What the visitor wrote is kept and sent once: offline, over a bad line, past a desk that fails or refuses."""

import random
import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.acceptance.running import until
from tests.window.browser.fake import FakeDesk
from tests.window.browser.visitor import Site, Window

TIME = re.compile(r"^\d\d:\d\d$")  # beside a message that the desk has


def texts(desk: FakeDesk) -> list[str]:
    return [text for _, text, _ in desk.said]


def begun(site: Site, **settings: Any) -> Window:
    window = site.visit(**settings).open().write("first")
    expect(window.metas).to_contain_text(":")
    return window


def test_what_is_written_offline_is_sent_once_and_in_order(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    window.page.context.set_offline(True)
    expect(window.dialog.get_by_text("No connection.")).to_be_visible()
    window.write("second", "third")
    expect(window.metas.nth(2)).to_have_text("Kept until you are online")
    window.page.context.set_offline(False)
    expect(window.metas.nth(2)).to_contain_text(":")
    expect(window.dialog.get_by_text("No connection.")).to_have_count(0)
    assert texts(desk) == ["first", "second", "third"]
    expect(window.own).to_have_text(["first", "second", "third"])


def test_a_first_message_may_be_written_offline(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open()
    window.page.context.set_offline(True)
    window.write("first", "second")
    expect(window.metas.first).to_have_text("Kept until you are online")
    window.page.context.set_offline(False)
    expect(window.metas.last).to_contain_text(":")
    assert (texts(desk), len(desk.talks)) == (["first", "second"], 1)


def test_what_was_not_sent_outlives_the_page(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    window = site.visit(context).open().write("first")
    expect(window.metas).to_contain_text(":")
    for _ in range(20):
        desk.refuses("say", 503)
    window.write("second")
    expect(window.metas.last).to_have_text("Kept; we try again in a moment")
    window.page.close()
    desk.refusals.clear()
    again = site.visit(context).open()
    expect(again.own).to_have_text(["first", "second"])
    expect(again.metas.last).to_contain_text(":")
    assert texts(desk) == ["first", "second"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        pytest.param(503, {}, id="the desk fails"),
        pytest.param(429, {"retry-after": "1"}, id="it was too much at once"),
        pytest.param(500, {}, id="a proxy fails"),
    ],
)
def test_what_fails_is_tried_again_under_its_key(
    site: Site, desk: FakeDesk, status: int, headers: dict[str, str]
) -> None:
    window = begun(site)
    desk.refuses("say", status, "Not now.", **headers)
    window.write("second")
    expect(window.metas.last).to_have_text("Kept; we try again in a moment")
    expect(window.metas.last).to_contain_text(":")
    assert texts(desk) == ["first", "second"]


def test_an_answer_that_is_lost_doubles_nothing(site: Site, desk: FakeDesk) -> None:
    desk.unheard = 2
    window = site.visit().open().write("first", "second")
    expect(window.metas.last).to_contain_text(":")
    expect(window.own).to_have_text(["first", "second"])
    assert texts(desk) == ["first", "second"]


@pytest.mark.parametrize("status", [400, 413, 415])
def test_what_is_not_taken_says_why_and_holds_nothing_up(site: Site, desk: FakeDesk, status: int) -> None:
    window = begun(site)
    desk.refuses("say", status, "That is more than we take.")
    window.write("refused", "next")
    expect(window.own).to_have_text(["first", "next", "refused"])
    assert texts(desk) == ["first", "next"]
    expect(window.metas.last).to_contain_text("Not taken: That is more than we take.")
    window.button("Try again").click()
    expect(window.metas.last).to_have_text(TIME)
    assert texts(desk) == ["first", "next", "refused"]


def test_what_is_not_taken_can_be_taken_back(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.refuses("say", 400, "We could not read that.")
    window.write("refused")
    window.button("Take back").click()
    expect(window.field).to_have_value("refused")
    expect(window.own).to_have_text(["first"])
    assert window.focused() == "Your message"


def test_a_talk_that_the_desk_forgot_begins_anew_with_what_was_not_sent(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.talks.clear()
    window.write("second")
    expect(window.dialog.get_by_text("The conversation above has ended.")).to_be_visible()
    expect(window.metas.last).to_contain_text(":")
    assert texts(desk) == ["first", "second"]
    assert [line["text"] for line in desk.talk.lines] == ["second"]


def test_over_a_lossy_line_each_message_arrives_once_and_in_order(site: Site, desk: FakeDesk) -> None:
    luck = random.Random(7)  # noqa: S311 - the same bad luck each time

    lost: list[str] = []

    def lossy(route: Route) -> None:
        fate = luck.random()
        if fate < 0.45:
            lost.append(route.request.url)
        if fate < 0.25:
            route.abort("connectionreset")  # lost on its way there
        elif fate < 0.45 and route.request.method == "POST":
            route.fetch()
            route.abort("connectionreset")  # lost on its way back
        else:
            route.continue_()

    context = site.somebody()
    context.route("**/window/*", lossy)
    wanted = [f"message {number}" for number in range(10)]
    window = site.visit(context)
    expect(window.launcher).to_be_visible()
    window.open().write(*wanted)
    window.page.evaluate("() => setInterval(() => dispatchEvent(new Event('online')), 300)")
    expect(window.dialog.locator(".line.visitor .meta", has_text=":")).to_have_count(10, timeout=60_000)
    assert texts(desk) == wanted
    expect(window.own).to_have_text(wanted)
    assert set(Counter(key for key, _, _ in desk.said).values()) == {1}
    assert len(lost) > 5


def test_over_a_slow_line_it_works_as_it_does_elsewhere(site: Site, desk: FakeDesk) -> None:
    window = site.visit()
    line = window.page.context.new_cdp_session(window.page)
    slow = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    line.send("Network.emulateNetworkConditions", slow)
    window.page.reload()
    window.open().write("first", "second")
    expect(window.metas.first).to_have_text("Sending …")
    expect(window.metas.last).to_contain_text(":")
    desk.answers("We have your message.")
    expect(window.bubbles).to_have_count(3)
    assert texts(desk) == ["first", "second"]


def test_a_stream_that_breaks_is_taken_up_where_it_broke(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.answers("one")
    expect(window.bubbles).to_have_count(2)
    desk.cut += 1
    last = desk.answers("two")
    expect(window.bubbles).to_contain_text(["first", "one", "two"])
    desk.cut += 1
    desk.answers("three")
    expect(window.bubbles).to_contain_text(["first", "one", "two", "three"])
    assert desk.resumed == ["0", str(last - 1), str(last)]


def test_a_stream_that_says_nothing_any_more_is_taken_up_anew(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    context.clock.install()
    window = site.visit(context).open().write("first")
    expect(window.metas).to_contain_text(":")
    assert desk.resumed == ["0"]
    context.clock.fast_forward(50_000)  # the real desk says every 15 seconds that it is there; this one does not
    until(lambda: desk.resumed == ["0"] and desk.streams == 0, what="the silent stream to be dropped")
    context.clock.fast_forward(5_000)
    until(lambda: desk.resumed == ["0", "1"], what="another one")


def test_a_talk_that_is_long_over_is_looked_for_only_by_who_opens_the_window(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    window = site.visit(context).open().write("first")
    expect(window.metas).to_contain_text(":")
    desk.talk.lines[0]["at"] = "2020-01-01T12:00:00+00:00"
    window.page.evaluate("() => localStorage.setItem('intake-window.heard', Date.parse('2020-01-01'))")
    window.page.close()
    until(lambda: desk.streams == 0, what="the end of the stream")
    begun = len(desk.resumed)
    again = site.visit(context)
    expect(again.launcher).to_be_visible()
    assert len(desk.resumed) == begun
    again.open()
    expect(again.own).to_have_text(["first"])
    assert len(desk.resumed) == begun + 1


def test_where_the_browser_keeps_nothing_memory_does(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    context.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    window = site.visit(context).open().write("first", "second")
    expect(window.metas.last).to_contain_text(":")
    desk.answers("We have your message.")
    expect(window.bubbles).to_have_count(3)
    assert texts(desk) == ["first", "second"]


def test_a_page_without_tls_has_keys_too(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    context.add_init_script("delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks")
    window = site.visit(context).open().write("first", "second")
    expect(window.metas.last).to_contain_text(":")
    assert texts(desk) == ["first", "second"]
    assert len({key for key, _, _ in desk.said}) == 2


def test_where_the_disk_is_full_memory_does(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    context.add_init_script(
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (name, value) {"
        " if (value.length > 5) throw new DOMException('full', 'QuotaExceededError');"
        " return set.call(this, name, value); };"
    )
    window = site.visit(context).open().write("a message of some length", "and another one")
    expect(window.metas.last).to_contain_text(":")
    assert texts(desk) == ["a message of some length", "and another one"]
