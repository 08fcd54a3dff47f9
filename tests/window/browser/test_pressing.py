"""What a visitor may press, who they say they are, and what they may do with their talk as a whole."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.visitor import PHONE, Site, Window

LEVELS = {
    "ask": "Which level is it?",
    "options": [{"id": "1", "label": "1 Critical", "chosen": False}, {"id": "2", "label": "2 Urgent", "chosen": True}],
}
FACTS = {"ask": "What holds?", "options": [{"id": "all", "label": "Nobody can use it"}]}
CONSENT = {"ask": "Level 3 instead of 2?", "yes": "Yes, I agree", "no": "No"}


def begun(site: Site) -> Window:
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    return window


@pytest.mark.parametrize(
    ("controls", "label", "pressed"),
    [
        pytest.param({"levels": LEVELS}, "1 Critical", {"action": "level", "choice": "1"}, id="a level"),
        pytest.param({"facts": FACTS}, "Nobody can use it", {"action": "fact", "choice": "all"}, id="a fact"),
        pytest.param({"consent": CONSENT}, "Yes, I agree", {"action": "yes", "choice": ""}, id="consent"),
        pytest.param({"consent": CONSENT}, "No", {"action": "no", "choice": ""}, id="no consent"),
        pytest.param({"worse": "It got worse"}, "It got worse", {"action": "worse", "choice": ""}, id="it got worse"),
    ],
)
def test_what_is_pressed_is_done_and_said(
    site: Site, desk: FakeDesk, controls: dict[str, Any], label: str, pressed: dict[str, str]
) -> None:
    window = begun(site)
    desk.shows(controls=controls)
    window.button(label).click()
    expect(window.dialog.get_by_text("You pressed")).to_be_visible()
    assert [asked for path, asked in desk.heard if path == "press"] == [pressed]


def test_a_level_says_whether_it_is_the_chosen_one(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.shows(controls={"levels": LEVELS})
    expect(window.dialog.get_by_role("group", name="Which level is it?")).to_be_visible()
    expect(window.button("1 Critical")).to_have_attribute("aria-pressed", "false")
    expect(window.button("2 Urgent")).to_have_attribute("aria-pressed", "true")


def test_what_may_be_pressed_goes_when_it_may_not_any_more(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.shows(controls={"levels": LEVELS})
    expect(window.button("1 Critical")).to_be_visible()
    desk.shows(controls={"levels": None})
    expect(window.button("1 Critical")).to_have_count(0)


def test_a_press_that_does_not_get_through_says_so(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.shows(controls={"levels": LEVELS})
    expect(window.button("1 Critical")).to_be_visible()
    window.page.context.route("**/window/press", lambda route: route.abort())
    window.button("1 Critical").click()
    expect(window.dialog.get_by_text("That did not get through.")).to_be_visible()


def test_a_stranger_is_asked_who_they_are_once_and_only_after_the_first_message(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open()
    address = window.dialog.get_by_label("E-mail address")
    expect(address).to_be_hidden()
    window.write("The order page is empty.")
    window.dialog.get_by_label("Name").fill("Ana Pérez")
    address.fill("ana@customer.example")
    window.button("Send me a link").click()
    expect(window.dialog.get_by_text("A mail is on its way.")).to_be_visible()
    expect(address).to_be_hidden()
    assert ("who", {"name": "Ana Pérez", "address": "ana@customer.example"}) in desk.heard
    window.button("Another address").click()
    expect(address).to_be_focused()


def test_who_was_written_to_is_told_until_they_have_proved_it(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.shows(who={"address": "ana@customer.example"})
    told = window.dialog.get_by_text("ana@customer.example: not confirmed yet.")
    expect(told).to_be_visible()
    desk.shows(who={"proved": True})
    expect(told).to_be_hidden()


def test_nobody_has_to_say_who_they_are(site: Site) -> None:
    context = site.somebody()
    window = site.visit(context).open().write("The order page is empty.")
    window.button("Not now").click()
    expect(window.dialog.get_by_label("E-mail address")).to_be_hidden()
    again = site.visit(context).open()
    expect(again.metas).to_contain_text(":")
    expect(again.dialog.get_by_label("E-mail address")).to_be_hidden()


def test_who_is_proved_is_not_asked(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    expect(window.dialog.get_by_label("E-mail address")).to_be_visible()
    desk.shows(who={"name": "Ana", "address": "ana@customer.example", "proved": True})
    expect(window.dialog.get_by_label("E-mail address")).to_be_hidden()


def test_a_transcript_is_mailed(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    window.button("More").click()
    window.button("Mail me this conversation").click()
    expect(window.dialog.get_by_text("A mail is on its way.")).to_be_visible()
    assert desk.heard[-1][0] == "transcript"


def test_before_there_is_a_talk_there_is_nothing_more_to_do_with_it(site: Site) -> None:
    expect(site.visit().open().button("More")).to_be_hidden()


def test_a_new_talk_drops_the_old_one_from_this_browser(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    window.button("More").click()
    window.button("Start a new conversation").click()
    window.button("Keep this one").click()
    expect(window.bubbles).to_have_count(1)
    window.button("More").click()
    window.button("Start a new conversation").click()
    window.button("Start anew").click()
    expect(window.bubbles).to_have_count(0)
    assert window.page.evaluate("() => Object.keys(localStorage)") == ["intake-window.words.en"]
    window.write("Another matter.")
    expect(window.metas).to_contain_text(":")
    assert [line["text"] for line in desk.talk.lines] == ["Another matter."]
    expect(window.own).to_have_text(["Another matter."])


def test_on_a_phone_the_question_for_a_new_talk_is_seen_whole(site: Site, desk: FakeDesk) -> None:
    window = site.visit(**PHONE).open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers(*["A long answer of the desk's. " * 20] * 3)
    expect(window.bubbles).to_have_count(2)
    window.button("More").click()
    window.button("Start a new conversation").click()
    for name in ("Start anew", "Keep this one"):
        expect(window.button(name)).to_be_in_viewport(ratio=1)
    under = window.dialog.locator(".composer").bounding_box()
    last = window.button("Keep this one").bounding_box()
    assert under is not None
    assert last is not None
    assert last["y"] + last["height"] <= under["y"]


def test_a_closed_case_says_what_writing_does(site: Site, desk: FakeDesk) -> None:
    window = begun(site)
    desk.shows(case=1001, closed=True)
    expect(window.dialog.get_by_text("Case 1001 is closed; what you write opens it again")).to_be_visible()
