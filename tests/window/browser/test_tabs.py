"""Several tabs of one browser share one talk; another person's sign-in ends it."""

import base64
import json

from playwright.sync_api import expect

from tests.acceptance.running import until
from tests.window.browser.fake import FakeDesk
from tests.window.browser.host import Host
from tests.window.browser.visitor import Site, Window


def token(email: str) -> str:
    """Return a JWT as far as the window reads it."""
    body = base64.urlsafe_b64encode(json.dumps({"email": email, "note": "ÿþ?>"}).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{body}.c2lnbmVk"


def test_both_tabs_show_each_line_once(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    one, other = site.visit(context).open(), site.visit(context).open()
    one.write("from the first tab")
    expect(other.own).to_have_text(["from the first tab"])
    expect(other.metas).to_contain_text(":")
    other.write("from the second tab")
    desk.answers("We have both.")
    for window in (one, other):
        expect(window.bubbles).to_have_count(3)
        expect(window.own).to_have_text(["from the first tab", "from the second tab"])
    assert (len(desk.talks), [text for _, text, _ in desk.said]) == (
        1,
        ["from the first tab", "from the second tab"],
    )


def test_two_tabs_that_come_back_online_send_each_message_once_and_in_order(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    one, other = site.visit(context).open(), site.visit(context).open()
    context.set_offline(True)
    one.write("first")
    other.write("second")
    one.write("third")
    expect(one.own).to_have_count(3)
    expect(other.own).to_have_count(3)
    context.set_offline(False)
    for window in (one, other):
        expect(window.metas.last).to_contain_text(":")
        expect(window.own).to_have_text(["first", "second", "third"])
    assert (len(desk.talks), [text for _, text, _ in desk.said]) == (1, ["first", "second", "third"])


def test_what_one_tab_has_read_is_read_in_the_other(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    one, other = site.visit(context).open(), site.visit(context)
    one.write("The order page is empty.")
    expect(one.metas).to_contain_text(":")
    one.come_here().button("Close the chat").click()
    desk.answers("We have it.")
    expect(other.page).to_have_title("(1) Orders")
    one.open()
    expect(other.page).to_have_title("Orders")


def test_a_new_talk_is_new_in_every_tab(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    one, other = site.visit(context).open(), site.visit(context).open()
    one.write("The order page is empty.")
    expect(other.own).to_have_count(1)
    one.come_here().button("More").click()
    one.button("Start a new conversation").click()
    one.button("Start anew").click()
    expect(other.own).to_have_count(0)
    other.write("Another matter.")
    expect(one.own).to_have_text(["Another matter."])
    assert len(desk.talks) == 2


def hide(window: Window, *, hidden: bool) -> None:
    window.page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )


def test_of_hidden_tabs_one_listens_for_all(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    tabs = [site.visit(context) for _ in range(3)]
    tabs[0].open().write("The order page is empty.")
    expect(tabs[0].metas).to_contain_text(":")
    tabs[0].button("Close the chat").click()
    for window in tabs:
        hide(window, hidden=True)
    until(lambda: desk.streams == 1, what="two hidden tabs that let go")
    desk.answers("We have it.")
    expect(tabs[0].page).to_have_title("(1) Orders")
    hide(tabs[2], hidden=False)
    expect(tabs[2].page).to_have_title("(1) Orders")


def test_a_page_that_is_left_asks_for_nothing_more_and_one_that_comes_back_does(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    window.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    hide(window, hidden=True)
    window.page.wait_for_function(
        "async () => (await navigator.locks.query()).held.some(({name}) => name === 'intake-window.hidden')"
    )
    window.page.evaluate("src => fetch(src)", f"{desk_of(window)}/window/words?language=en")  # behind whatever it asked
    assert (desk.resumed, desk.streams) == (["0"], 0)
    hide(window, hidden=False)
    window.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    desk.answers("We have it.")
    expect(window.bubbles).to_have_count(2)
    assert desk.resumed == ["0", "1"]


def desk_of(window: Window) -> str:
    origin: str = window.page.evaluate("() => new URL(document.querySelector('script').src).origin")
    return origin


def test_the_site_vouches_for_who_is_signed_in(site: Site, desk: FakeDesk, host: Host) -> None:
    host.attributes = {"data-token": token("ana@customer.example")}
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    assert desk.heard[0][1]["token"] == host.attributes["data-token"]


def test_a_token_that_is_not_taken_keeps_nobody_from_writing(site: Site, desk: FakeDesk, host: Host) -> None:
    host.attributes = {"data-token": token("ana@customer.example")}
    desk.refuses("talk", 400, "This sign-in has expired.")
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    assert [asked["token"] for path, asked in desk.heard if path == "talk"] == [""]


def test_whoever_signs_in_next_does_not_read_the_talk_of_the_one_before(site: Site, desk: FakeDesk, host: Host) -> None:
    context = site.somebody()
    host.attributes = {"data-token": token("ana@customer.example")}
    window = site.visit(context).open().write("Ana's matter.")
    expect(window.metas).to_contain_text(":")
    host.attributes = {"data-token": token("ben@customer.example")}
    again = site.visit(context).open()
    expect(again.bubbles).to_have_count(0)
    again.write("Ben's matter.")
    expect(again.metas).to_contain_text(":")
    assert [[line["text"] for line in talk.lines] for talk in desk.talks.values()] == [
        ["Ana's matter."],
        ["Ben's matter."],
    ]


def test_the_same_person_finds_their_talk_on_every_page(site: Site, desk: FakeDesk, host: Host) -> None:
    context = site.somebody()
    host.attributes = {"data-token": token("ana@customer.example")}
    window = site.visit(context).open().write("Ana's matter.")
    expect(window.metas).to_contain_text(":")
    host.attributes = {}
    expect(site.visit(context).open().own).to_have_text(["Ana's matter."])
    host.attributes = {"data-token": token("Ana@customer.example")}
    expect(site.visit(context).open().own).to_have_text(["Ana's matter."])


def test_a_page_signs_its_reader_out(site: Site, host: Host) -> None:
    host.attributes = {"data-token": token("ana@customer.example")}
    window = site.visit().open().write("Ana's matter.")
    expect(window.metas).to_contain_text(":")
    window.page.evaluate("() => intakeWindow.identify('')")
    expect(window.bubbles).to_have_count(0)
    assert window.page.evaluate("() => localStorage.getItem('intake-window.secret')") is None
