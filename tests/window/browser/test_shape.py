"""What it looks like in numbers: from a phone to a desk, in both directions, with large text and little movement."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.host import Host
from tests.window.browser.visitor import PHONE, Site, Window

LEVELS = {
    "ask": "Which level is it?",
    "options": [
        {"id": str(level), "label": f"{level} " + "Donaudampfschifffahrt" * 6, "chosen": False} for level in (1, 2)
    ],
}


def full(site: Site, desk: FakeDesk, **settings: Any) -> Window:
    """Return a window with everything in it, and with words that are too long."""
    window = site.visit(**settings).open().write("https://www.example.com/" + "a" * 200)
    expect(window.metas).to_contain_text(":")
    desk.answers("b" * 300, by="Ana " * 30)
    desk.shows(case=1001, controls={"levels": LEVELS, "worse": "This got worse"})
    expect(window.button("This got worse")).to_be_visible()
    return window


@pytest.mark.parametrize(
    ("settings", "over_all"),
    [
        pytest.param(PHONE, True, id="a phone"),
        pytest.param({**PHONE, "viewport": {"width": 320, "height": 568}}, True, id="a small phone"),
        pytest.param({**PHONE, "viewport": {"width": 844, "height": 390}}, True, id="a phone on its side"),
        pytest.param({"viewport": {"width": 1280, "height": 800}}, False, id="a desk"),
        pytest.param({"viewport": {"width": 768, "height": 1024}}, False, id="a tablet"),
    ],
)
def test_it_fits(site: Site, desk: FakeDesk, settings: dict[str, Any], over_all: bool) -> None:
    window = full(site, desk, **settings)
    box, size = window.dialog.bounding_box(), settings["viewport"]
    assert box is not None
    assert (box["width"] == size["width"] and box["height"] == size["height"]) is over_all
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    assert box["y"] + box["height"] <= size["height"]
    for part in (".scroller", ".panel"):
        too_wide = window.page.locator(f"intake-window {part}").evaluate("node => node.scrollWidth - node.clientWidth")
        assert too_wide == 0


@pytest.mark.parametrize("settings", [PHONE, {}], ids=["a phone", "a desk"])
def test_everything_that_is_pressed_is_large_enough_to_be_hit(
    site: Site, desk: FakeDesk, settings: dict[str, Any]
) -> None:
    window = full(site, desk, **settings)
    window.button("More").click()
    sizes = window.dialog.locator("button:visible, input:visible, textarea").evaluate_all(
        "nodes => nodes.map(node => [node.ariaLabel || node.textContent, node.offsetWidth, node.offsetHeight])"
    )
    assert len(sizes) >= 8
    assert [one for one in sizes if min(one[1:]) < 44] == []


def test_a_phone_does_not_zoom_into_what_is_written(site: Site, desk: FakeDesk) -> None:
    window = full(site, desk, **PHONE)
    fonts = window.dialog.locator("input:visible, textarea").evaluate_all(
        "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert fonts
    assert min(fonts) >= 16


def test_the_keyboard_of_a_phone_takes_its_room_from_the_conversation(site: Site, desk: FakeDesk) -> None:
    window = full(site, desk, **PHONE)
    window.field.tap()
    window.page.evaluate(
        "() => { Object.defineProperties(visualViewport, {height: {value: 500}, offsetTop: {value: 40}});"
        " visualViewport.dispatchEvent(new Event('resize')); }"
    )
    expect(window.dialog).to_have_css("height", "500px")
    box = window.button("Send").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 540


def test_from_right_to_left_a_bullet_stands_before_its_text(site: Site, desk: FakeDesk, host: Host) -> None:
    host.direction = "rtl"
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers({"kind": "item", "pieces": ["We have it."]})
    item = window.dialog.locator(".bubble li")
    expect(item).to_have_css("direction", "ltr")
    expect(window.dialog.locator(".bubble ul")).to_have_css("padding-left", "19.2px")


def test_from_right_to_left_it_stands_on_the_other_side(site: Site, desk: FakeDesk, host: Host) -> None:
    host.direction, host.language = "rtl", "ar"
    window = site.visit()
    expect(window.launcher).to_be_visible()
    box = window.launcher.bounding_box()
    assert box is not None
    assert box["x"] < 100
    window.open().write("صفحة الطلبات فارغة.")
    expect(window.metas).to_contain_text(":")
    desk.answers("We have your message.")
    expect(window.bubbles).to_have_count(2)
    directions = window.dialog.locator(".bubble > p").evaluate_all(
        "nodes => nodes.map(node => getComputedStyle(node).direction)"
    )
    assert directions == ["rtl", "ltr"]
    own, theirs = (window.bubbles.nth(number).bounding_box() for number in (0, 1))
    assert own is not None
    assert theirs is not None
    assert own["x"] < theirs["x"]


@pytest.mark.parametrize(("motion", "moves"), [("reduce", "none"), ("no-preference", "rise")])
def test_who_wants_little_movement_sees_none(site: Site, motion: str, moves: str) -> None:
    window = site.visit(reduced_motion=motion).open()
    expect(window.dialog).to_have_css("animation-name", moves)


def test_who_has_large_text_gets_a_large_window(site: Site) -> None:
    context = site.somebody()
    window = site.visit(context)
    line = context.new_cdp_session(window.page)
    line.send("Page.enable")
    line.send("Page.setFontSizes", {"fontSizes": {"standard": 24}})
    window.page.reload()
    window.open()
    expect(window.field).to_have_css("font-size", "24px")


def test_in_forced_colours_every_bubble_has_an_edge(site: Site, desk: FakeDesk) -> None:
    window = full(site, desk, forced_colors="active")
    expect(window.bubbles.first).to_have_css("border-top-style", "solid")
    assert window.bubbles.first.evaluate("node => parseFloat(getComputedStyle(node).borderTopWidth)") >= 1


def test_a_long_letter_is_shown_from_its_first_word(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers("It begins here.", *[f"Paragraph {number} of many." for number in range(60)])
    expect(window.bubbles).to_have_count(2)
    expect(window.dialog.get_by_text("It begins here.")).to_be_in_viewport()


def test_who_reads_what_is_older_is_not_pulled_down(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers(*[f"Paragraph {number} of many." for number in range(60)])
    expect(window.bubbles).to_have_count(2)
    scroller = window.page.locator("intake-window .scroller")
    scroller.evaluate("node => (node.scrollTop = 300)")
    desk.answers("And another one.")
    expect(window.bubbles).to_have_count(3)
    assert scroller.evaluate("node => node.scrollTop") == 300
