"""A visitor writes and is answered: the window as most people will know it."""

import pytest
from playwright.sync_api import expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.visitor import PHONE, Site, Window


def answered(site: Site, desk: FakeDesk) -> Window:
    """Return a window with one message and one answer."""
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers("We have your message.")
    expect(window.bubbles).to_have_count(2)
    return window


def test_who_only_looks_leaves_no_talk(site: Site, desk: FakeDesk) -> None:
    site.visit().open()
    assert desk.talks == {}


def test_a_message_is_sent_and_answered(site: Site, desk: FakeDesk) -> None:
    window = site.visit(path="/orders?customer=7").open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")  # the time at which the desk has it
    desk.answers("We have your message.", by="Ana")
    desk.shows(case=1001)
    expect(window.bubbles).to_contain_text(["You: The order page is empty.", "Ana: We have your message."])
    expect(window.dialog.get_by_text("Case 1001")).to_be_visible()
    assert [text for _, text, _ in desk.said] == ["The order page is empty."]
    begun = desk.heard[0][1]
    assert (begun["language"], begun["zone"]) == ("en", "Europe/Berlin")
    assert begun["page"] == f"{site.origin}/orders"


def test_a_burst_arrives_in_the_order_in_which_it_was_written(site: Site, desk: FakeDesk) -> None:
    texts = [f"part {number}" for number in range(8)]
    window = site.visit().open().write(*texts)
    expect(window.metas.last).to_contain_text(":")
    assert [text for _, text, _ in desk.said] == texts
    expect(window.own).to_have_text(texts)


def test_what_was_written_is_text_and_nothing_else(site: Site, desk: FakeDesk) -> None:
    evil = '<img src=x onerror="document.title=1"><b>bold</b>'
    window = site.visit().open().write(evil)
    expect(window.metas).to_contain_text(":")
    desk.answers({"kind": "p", "pieces": [evil, {"href": "javascript:alert(1)", "words": "press me"}]}, by=evil)
    expect(window.bubbles).to_have_count(2)
    expect(window.own).to_have_text(evil)
    assert window.dialog.locator("img, b, a").count() == 0
    assert window.page.title() == "Orders"


def test_links_of_the_desk_lead_to_a_tab_of_their_own(site: Site, desk: FakeDesk) -> None:
    window = answered(site, desk)
    desk.answers(
        {"kind": "item", "pieces": [{"href": "https://www.example.com/terms", "words": "the terms"}]},
        files=[{"name": "how.pdf", "size": 2100, "url": "https://files.example.com/file/abc"}],
    )
    link = window.dialog.get_by_role("link", name="the terms")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(window.dialog.get_by_role("link", name="how.pdf (3 kB)")).to_have_attribute("target", "_blank")


@pytest.mark.parametrize(
    ("keys", "sent"),
    [
        pytest.param(["Enter"], ["hello"], id="Enter sends"),
        pytest.param(["Shift+Enter", "x", "Enter"], ["hello\nx"], id="Shift and Enter break the line"),
    ],
)
def test_enter(site: Site, desk: FakeDesk, keys: list[str], sent: list[str]) -> None:
    window = site.visit().open()
    window.page.keyboard.type("hello")
    for key in keys:
        window.page.keyboard.press(key)
    expect(window.metas).to_contain_text(":")
    assert [text for _, text, _ in desk.said] == sent


def test_on_glass_enter_breaks_the_line(site: Site, desk: FakeDesk) -> None:
    window = site.visit(**PHONE).open()
    window.field.tap()
    window.page.keyboard.type("one")
    window.page.keyboard.press("Enter")
    window.page.keyboard.type("two")
    expect(window.field).to_have_value("one\ntwo")
    assert desk.said == []


def test_nothing_is_not_sent(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("  \n ")
    assert window.focused() == "Your message"
    assert desk.talks == {}


def test_what_is_too_long_stays_with_its_writer(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("x" * 10_001)
    expect(window.dialog.get_by_text("too long")).to_be_visible()
    expect(window.field).to_have_value("x" * 10_001)
    assert desk.talks == {}


def test_a_closed_window_counts_what_is_new_and_says_so_in_the_title(site: Site, desk: FakeDesk) -> None:
    window = answered(site, desk)
    window.button("Close the chat").click()
    desk.answers("An engineer has it.")
    desk.answers("It works again.")
    expect(window.launcher).to_have_attribute("aria-label", "Chat with support, new messages: 2")
    expect(window.page).to_have_title("(2) Orders")
    expect(window.page.locator("intake-window .badge")).to_have_text("2")
    window.open()
    expect(window.page).to_have_title("Orders")
    window.button("Close the chat").click()
    expect(window.launcher).to_have_attribute("aria-label", "Chat with support")


def test_the_desk_is_told_what_was_seen_and_only_that(site: Site, desk: FakeDesk) -> None:
    window = answered(site, desk)
    window.button("Close the chat").click()
    unseen = desk.answers("An engineer has it.")
    expect(window.page).to_have_title("(1) Orders")
    assert max(asked["line"] for path, asked in desk.heard if path == "seen") == unseen - 1
    window.open()
    expect(window.page).to_have_title("Orders")
    window.write("Thank you.")
    expect(window.metas.last).to_contain_text(":")
    assert unseen in [asked["line"] for path, asked in desk.heard if path == "seen"]


def test_what_is_half_written_is_there_on_the_next_page(site: Site) -> None:
    window = site.visit().open()
    window.field.fill("I was about to")
    window.page.get_by_role("link", name="Next page").click()
    expect(window.dialog).to_be_visible()  # where there is room, it stays open as well
    expect(window.field).to_have_value("I was about to")
    assert window.focused() != "Your message"  # but takes the focus from nobody


def test_a_person_s_own_lines_are_shown_as_lines(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers("We see it too.\nWhich warehouse do you expect?")
    words = window.bubbles.last.locator("p")
    expect(words).to_have_text("We see it too. Which warehouse do you expect?")
    assert words.inner_text() == "We see it too.\nWhich warehouse do you expect?"
