"""axe-core finds nothing serious: in each state, in light and dark, on a desk and in a hand."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.host import Host
from tests.window.browser.tools import axe_source
from tests.window.browser.visitor import PHONE, Site, Window

CONTROLS = {
    "levels": {
        "ask": "Which level is it?",
        "options": [
            {"id": "1", "label": "1 Critical", "chosen": False},
            {"id": "2", "label": "2 Urgent", "chosen": True},
        ],
    },
    "facts": {"ask": "What holds?", "options": [{"id": "all", "label": "Nobody can use it"}]},
    "consent": {"ask": "Level 3 instead of 2?", "yes": "Yes", "no": "No"},
    "worse": "This got worse",
}


def closed(window: Window, desk: FakeDesk) -> None:
    expect(window.launcher).to_be_visible()


def opened(window: Window, desk: FakeDesk) -> None:
    window.open()


def answered(window: Window, desk: FakeDesk) -> None:
    window.open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    item = {"kind": "item", "pieces": ["Until ", {"at": "2026-11-25T00:00:00-05:00", "words": "Tue", "ends": True}]}
    small = {"kind": "small", "pieces": [{"href": "https://www.example.com/", "words": "the terms"}]}
    desk.answers(
        "We have it.", item, small, by="Ana", files=[{"name": "a.pdf", "size": 9, "url": "https://x.example/"}]
    )
    expect(window.bubbles).to_have_count(2)


def with_controls(window: Window, desk: FakeDesk) -> None:
    answered(window, desk)
    desk.shows(case=1001, controls=CONTROLS)
    expect(window.button("This got worse")).to_be_visible()
    window.button("More").click()


def with_errors(window: Window, desk: FakeDesk) -> None:
    answered(window, desk)
    desk.refuses("say", 413, "That is more than we take.")
    window.write("too much")
    expect(window.button("Try again")).to_be_visible()
    window.page.context.set_offline(True)
    window.write("later")
    expect(window.metas.last).to_contain_text("Kept")
    window.choose(
        {"name": "good.txt", "mimeType": "text/plain", "buffer": b"x"},
        {"name": "bad.exe", "mimeType": "text/plain", "buffer": b"x"},
    )
    expect(window.dialog.get_by_text("bad.exe was not attached")).to_be_visible()


def asked_anew(window: Window, desk: FakeDesk) -> None:
    answered(window, desk)
    window.button("More").click()
    window.button("Start a new conversation").click()


def unread(window: Window, desk: FakeDesk) -> None:
    answered(window, desk)
    window.button("Close the chat").click()
    desk.answers("An engineer has it.")
    expect(window.page.locator("intake-window .badge")).to_be_visible()


STATES = [closed, opened, answered, with_controls, with_errors, asked_anew, unread]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
}


def serious(window: Window) -> list[str]:
    """Return what axe-core finds that keeps somebody out, each with where it is."""
    # Through the debugger, not as a tag of the page: a page's policy has no say in it.
    window.page.evaluate(axe_source())
    # Half-drawn colours of an animation are nobody's colours.
    window.page.wait_for_function(
        "() => document.querySelector('intake-window').shadowRoot.getAnimations().length === 0"
    )
    found = window.page.evaluate("() => axe.run(document)")
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in (*found["violations"], *filter(_undecided, found["incomplete"]))
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def _undecided(one: Any) -> bool:
    """Tell whether axe-core found no answer where it always should, which would let every contrast pass."""
    reasons = [check["data"].get("messageKey") for node in one["nodes"] for check in node["any"]]
    return one["id"] == "color-contrast" and None in reasons


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_keeps_anybody_out(
    site: Site, desk: FakeDesk, state: Callable[[Window, FakeDesk], None], look: str
) -> None:
    window = site.visit(**LOOKS[look])
    state(window, desk)
    assert serious(window) == []


def test_nothing_keeps_anybody_out_where_people_read_from_right_to_left(site: Site, desk: FakeDesk, host: Host) -> None:
    host.direction, host.language = "rtl", "ar"
    window = site.visit()
    with_controls(window, desk)
    assert serious(window) == []
