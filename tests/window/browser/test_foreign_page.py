"""On a page that is not ours: its policy, its styles, its scripts, and origins that are not listed."""

import pytest
from playwright.sync_api import expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.host import Host
from tests.window.browser.visitor import Site

STRICT = "default-src 'none'; script-src DESK; connect-src DESK; require-trusted-types-for 'script'"
HOSTILE = """
* { display: none !important; visibility: hidden !important; opacity: 0 !important; transform: scale(0) !important; }
html, body { display: block !important; visibility: visible !important; opacity: 1 !important;
  transform: none !important; font-size: 3px !important; direction: ltr; }
intake-window, body > * { position: static !important; z-index: -1 !important; pointer-events: none !important;
  width: 0 !important; height: 0 !important; clip-path: inset(50%) !important; filter: opacity(0) !important; }
html, body { clip-path: none !important; filter: none !important; pointer-events: auto !important; }
button, textarea, p { all: unset !important; font-size: 1px !important; }
"""


def test_a_strict_policy_needs_two_words_about_us(site: Site, desk: FakeDesk, host: Host) -> None:
    host.policy = STRICT
    window = site.visit()
    complaints: list[str] = []
    window.page.on("console", lambda line: complaints.append(line.text))
    window.open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers("We have your message.", by="Ana")
    expect(window.bubbles).to_have_count(2)
    assert window.bubbles.last.evaluate("node => getComputedStyle(node).borderRadius") == "16px 16px 16px 3.2px"
    assert complaints == []


def test_hostile_styles_do_not_reach_it(site: Site, host: Host) -> None:
    host.style = HOSTILE
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    box = window.dialog.bounding_box()
    assert box is not None
    assert box["width"] > 300
    assert box["height"] > 300
    assert window.field.evaluate("node => getComputedStyle(node).fontSize") == "16px"
    window.button("Close the chat").click()
    expect(window.launcher).to_be_visible()


def test_loaded_twice_it_is_there_once(site: Site, host: Host) -> None:
    host.tags = 2
    said: list[str] = []
    context = site.somebody()
    context.on("console", lambda line: said.append(line.text))
    window = site.visit(context)
    expect(window.launcher).to_be_visible()
    expect(window.page.locator("intake-window")).to_have_count(1)
    assert said == ["[intake window] loaded twice: the first one stays"]


def test_on_an_origin_that_is_not_listed_it_does_nothing(site: Site, desk: FakeDesk) -> None:
    desk.origins.clear()
    context = site.somebody()
    page = context.new_page()
    with page.expect_console_message(lambda line: "[intake window]" in line.text) as told:
        page.goto(site.origin)
    assert "[window] origins" in told.value.text
    assert page.locator("intake-window").count() == 0
    page.evaluate("() => intakeWindow.open()")
    assert page.locator("intake-window").count() == 0


def test_it_leaves_one_name_on_the_page(site: Site) -> None:
    context = site.somebody()
    context.add_init_script("window.before = new Set(Object.getOwnPropertyNames(window))")
    window = site.visit(context)
    expect(window.launcher).to_be_visible()
    left = window.page.evaluate("() => Object.getOwnPropertyNames(window).filter((name) => !before.has(name))")
    assert sorted(left) == ["before", "intakeWindow"]
    assert window.page.evaluate("() => Object.keys(intakeWindow)") == ["open", "close", "identify"]


def test_it_changes_nothing_of_the_page(site: Site) -> None:
    window = site.visit().open()
    assert window.page.evaluate("() => document.body.lastElementChild.localName") == "intake-window"
    assert window.page.evaluate("() => document.querySelectorAll('[aria-hidden], [inert], [style]').length") == 0


def test_a_page_that_puts_another_body_in_place_keeps_the_window(site: Site) -> None:
    window = site.visit().open()
    window.page.evaluate("() => document.body.replaceWith(document.createElement('body'))")
    expect(window.dialog).to_be_visible()


@pytest.mark.parametrize("early", [True, False], ids=["before it is ready", "once it is ready"])
def test_the_page_opens_and_closes_it(site: Site, early: bool) -> None:
    window = site.visit()
    if not early:
        expect(window.launcher).to_be_visible()
    window.page.wait_for_function("() => window.intakeWindow")
    window.page.evaluate("() => intakeWindow.open()")
    expect(window.dialog).to_be_visible()
    window.page.evaluate("() => intakeWindow.close()")
    expect(window.dialog).to_have_count(0)
