"""Without a mouse, and for who listens: names, order, focus, and what is read out."""

import pytest
from playwright.sync_api import Page, expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.visitor import PHONE, Site, Window

LEVELS = {
    "ask": "Which level is it?",
    "options": [{"id": "1", "label": "1 Critical", "chosen": False}, {"id": "2", "label": "2 Urgent", "chosen": True}],
}


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def by_keyboard(site: Site) -> Window:
    """Return a window that was opened and written into with keys alone."""
    window = site.visit()
    expect(window.launcher).to_be_visible()
    press(window.page, "Tab", "Tab")
    assert window.focused() == "Chat with support"
    press(window.page, "Enter")
    assert window.focused() == "Your message"
    window.page.keyboard.type("The order page is empty.")
    press(window.page, "Enter")
    expect(window.metas).to_contain_text(":")
    return window


def test_a_case_from_the_first_word_to_the_level_by_keyboard_alone(site: Site, desk: FakeDesk) -> None:
    window = by_keyboard(site)
    desk.shows(who={"proved": True}, controls={"levels": LEVELS})
    expect(window.button("1 Critical")).to_be_visible()
    seen = [window.focused()]
    for _ in range(4):
        press(window.page, "Shift+Tab")
        seen.append(window.focused())
    assert seen == ["Your message", "Attach files", "2 Urgent", "1 Critical", "Conversation"]
    press(window.page, "Tab", "Space")
    expect(window.dialog.get_by_text("You pressed level 1")).to_be_visible()
    assert ("press", {"action": "level", "choice": "1"}) in desk.heard
    assert window.focused() == "1 Critical"


def test_who_stands_on_a_button_that_goes_is_led_to_the_message(site: Site, desk: FakeDesk) -> None:
    window = by_keyboard(site)
    desk.shows(who={"proved": True}, controls={"consent": {"ask": "Level 3?", "yes": "Yes", "no": "No"}})
    window.button("No").focus()
    desk.shows(controls={"consent": None, "worse": "This got worse"})
    expect(window.button("This got worse")).to_be_visible()
    assert window.focused() == "Your message"


def test_escape_closes_and_the_focus_is_where_it_was(site: Site) -> None:
    window = by_keyboard(site)
    press(window.page, "Escape")
    expect(window.dialog).to_have_count(0)
    assert window.focused() == "Chat with support"


def test_escape_closes_the_menu_first(site: Site) -> None:
    window = by_keyboard(site)
    window.button("More").focus()
    press(window.page, "Enter")
    assert window.focused() == "Mail me this conversation"
    expect(window.button("More")).to_have_attribute("aria-expanded", "true")
    press(window.page, "Escape")
    assert window.focused() == "More"
    expect(window.dialog).to_be_visible()


def test_opened_by_the_page_it_gives_the_focus_back_to_the_page(site: Site) -> None:
    window = site.visit()
    expect(window.launcher).to_be_visible()
    window.page.get_by_role("link", name="Next page").focus()
    window.page.evaluate("() => intakeWindow.open()")
    assert window.focused() == "Your message"
    press(window.page, "Escape")
    assert window.focused() == "Next page"


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_over_the_whole_screen_the_page_behind_is_out_of_reach(site: Site, key: str) -> None:
    window = site.visit(**PHONE)
    expect(window.launcher).to_be_visible()
    window.page.evaluate("() => intakeWindow.open()")
    expect(window.dialog).to_have_attribute("aria-modal", "true")
    seen = set()
    for _ in range(8):
        press(window.page, key)
        seen.add(window.focused())
    assert seen == {"Close the chat", "Conversation", "Attach files", "Your message", "Send"}


def test_beside_the_page_it_traps_nobody(site: Site) -> None:
    window = site.visit().open()
    expect(window.dialog).to_have_attribute("aria-modal", "false")
    press(window.page, "Tab", "Tab", "Tab")
    assert window.focused() not in ("Your message", "Send", "Close the chat", "Conversation", "Attach files")


def test_shortcuts_of_the_page_do_not_hear_what_is_typed(site: Site) -> None:
    window = site.visit().open()
    window.page.evaluate("() => document.addEventListener('keydown', () => (document.title = 'heard'))")
    window.page.keyboard.type("k")
    assert window.page.title() == "Orders"


def live(window: Window) -> str | None:
    return window.dialog.get_by_role("log").get_attribute("aria-live")


def test_what_is_old_is_not_read_out_again(site: Site, desk: FakeDesk) -> None:
    context = site.somebody()
    first = site.visit(context).open()
    expect(first.dialog.get_by_role("log")).to_have_attribute("aria-live", "polite")
    first.write("The order page is empty.")
    expect(first.metas).to_contain_text(":")
    assert live(first) == "polite"  # a talk that has just begun has nothing old
    first.page.close()
    again = site.visit(context)
    expect(again.launcher).to_be_visible()
    again.open()
    assert live(again) == "off"
    expect(again.bubbles).to_have_count(1)
    expect(again.dialog.get_by_role("log")).to_have_attribute("aria-live", "polite")
    node = again.bubbles.first.element_handle()
    desk.answers("We have your message.")
    expect(again.bubbles).to_have_count(2)
    assert node.evaluate("node => node.isConnected")  # it is not laid down anew either


def test_a_closed_window_says_that_something_is_new(site: Site, desk: FakeDesk) -> None:
    window = by_keyboard(site)
    press(window.page, "Escape")
    desk.answers("An engineer has it.")
    expect(window.page.get_by_role("status").filter(has_text="New messages: 1")).to_have_count(1)
