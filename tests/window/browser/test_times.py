"""Deadlines as their reader's own clock shows them; the end of a day stays the desk's day."""

import pytest
from playwright.sync_api import expect

from tests.window.browser.fake import FakeDesk
from tests.window.browser.host import Host
from tests.window.browser.visitor import Site

# Noon in New York on Monday, and the end of its Tuesday.
DUE = {"at": "2026-11-23T14:05:00-05:00", "words": "Mon 23 Nov, 14:05 EST", "ends": False}
DAY = {"at": "2026-11-25T00:00:00-05:00", "words": "by the end of Tuesday 24 November", "ends": True}


@pytest.mark.parametrize(
    ("zone", "locale", "due", "day"),
    [
        pytest.param(
            "America/New_York",
            "en-GB",
            "Mon 23 Nov, 14:05 GMT-5",
            "by the end of Tuesday 24 November",
            id="where the desk is",
        ),
        pytest.param(
            "Europe/Berlin",
            "en-GB",
            "Mon 23 Nov, 20:05 CET",
            "by the end of Tuesday 24 November (that is 06:00 on Wednesday for you)",
            id="in Berlin",
        ),
        pytest.param(
            "Asia/Kolkata",
            "en-GB",
            "Tue 24 Nov, 00:35 GMT+5:30",
            "by the end of Tuesday 24 November (that is 10:30 on Wednesday for you)",
            id="in Kolkata",
        ),
        pytest.param(
            "America/Los_Angeles",
            "en-US",
            "Mon, Nov 23, 11:05 am PST",
            "by the end of Tuesday 24 November (that is 9:00 pm on Tuesday for you)",
            id="in Los Angeles",
        ),
    ],
)
def test_deadlines_by_the_readers_clock(site: Site, desk: FakeDesk, zone: str, locale: str, due: str, day: str) -> None:
    window = site.visit(timezone_id=zone, locale=locale).open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers({"kind": "p", "pieces": ["We aim to answer by ", DUE]}, {"kind": "p", "pieces": [DAY]})
    times = window.dialog.locator("time")
    # Between the day and the hour English has a comma in one place and a word or none in another.
    expect(times.first).to_have_text(due)
    expect(times.first).to_have_attribute("title", "Mon 23 Nov, 14:05 EST")
    expect(times.last).to_have_text(day)


def test_a_german_window_has_german_times(site: Site, desk: FakeDesk, host: Host) -> None:
    host.language = "de"
    window = site.visit(locale="de-DE")
    window.launcher.click()
    window.field.fill("Die Bestellseite ist leer.")
    window.button("Senden").click()
    expect(window.metas).to_contain_text(":")
    desk.answers({"kind": "p", "pieces": [DUE]})
    expect(window.dialog.locator("time")).to_have_text("Mo., 23. Nov., 20:05 MEZ")


def test_an_instant_that_is_none_stays_as_it_was_written(site: Site, desk: FakeDesk) -> None:
    window = site.visit().open().write("The order page is empty.")
    expect(window.metas).to_contain_text(":")
    desk.answers({"kind": "p", "pieces": [{"at": "soon", "words": "Mon 23 Nov", "ends": False}]})
    expect(window.bubbles.last).to_contain_text("Mon 23 Nov")
