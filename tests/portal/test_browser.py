"""The portal in a real Chromium: by keyboard alone, in a hand, in the dark, and with axe-core looking at every page."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal.place import ANN, Place, opened, two_companies
from tests.review.engineers import asks
from tests.stages.office import Office, open_office
from tests.window.browser.tools import axe_source, chromium

HERE = "http://127.0.0.1:1/desk"  # what counts of it is that it is no HTTPS: the test's socket has none
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": PHONE,
    "dark phone": {**PHONE, "color_scheme": "dark"},
    "large letters": {"viewport": {"width": 320, "height": 500}},  # as 1280 at four times the size
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return a portal with cases in each state: open, asked about, closed."""
    office = open_office(tmp_path_factory.mktemp("browser"))
    with opened(two_companies(office, "erp-maestro"), public=HERE) as place:
        ann = place.signed_in()
        for subject in ("Stock list stays empty", "A" * 150, "Printer on the third floor"):
            ann.opens(subject, "Since this morning.\n\n  1. open the list\n  2. it stays empty", level="3")
        ann.says(1001, "See the picture.", files={"file": ("b" * 80 + ".png", b"\x89PNG\r\n\x1a\nx", "image/png")})
        asks(office, "2")
        ann.presses(1003, "resolved")
        yield place
    office.database.close()


_numbers = count(1)


def somebody() -> str:
    """Return an address of the company's that was never used: each gets some links an hour."""
    return f"p{next(_numbers)}@acme.example"


def signs_in(page: Page, place: Place) -> None:
    page.goto(f"http://127.0.0.1:{place.port}/portal/in/{place.token(somebody())}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases of Acme")


def _sign_in_page(page: Page, place: Place) -> None:
    page.goto(f"http://127.0.0.1:{place.port}/portal")


def _mistaken_address(page: Page, place: Place) -> None:
    _sign_in_page(page, place)
    page.get_by_label("Your e-mail address").fill("ann at acme")
    page.get_by_role("button", name="Mail me a link").click()


def _asked(page: Page, place: Place) -> None:
    _sign_in_page(page, place)
    page.get_by_label("Your e-mail address").fill("kim@nobody.example")
    page.get_by_role("button", name="Mail me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")


def _link(page: Page, place: Place) -> None:
    page.goto(f"http://127.0.0.1:{place.port}/portal/in/{place.token(somebody())}")


def _gone(page: Page, place: Place) -> None:
    page.goto(f"http://127.0.0.1:{place.port}/portal/in/{'x' * 43}")


def _list(page: Page, place: Place) -> None:
    signs_in(page, place)


def _case(page: Page, place: Place) -> None:
    signs_in(page, place)
    page.get_by_role("link", name="1001").click()
    for folded in page.locator("summary").all():
        folded.click()


def _closed(page: Page, place: Place) -> None:
    signs_in(page, place)
    page.get_by_role("link", name="1003").click()


def _new(page: Page, place: Place) -> None:
    signs_in(page, place)
    page.get_by_role("navigation").get_by_role("link", name="New case").click()


def _mistakes(page: Page, place: Place) -> None:
    _new(page, place)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been sent yet")


STATES = [_sign_in_page, _mistaken_address, _asked, _link, _gone, _list, _case, _closed, _new, _mistakes]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_"))
def test_nothing_keeps_anybody_out(browser: Browser, place: Place, state: Any, look: str) -> None:
    context = browser.new_context(locale="en", **LOOKS[look])
    context.set_default_timeout(20_000)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if "Content Security" in message.text else None)
    state(page, place)
    page.evaluate(axe_source())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    wrong = [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical", "moderate")
        for node in one["nodes"]
    ]
    assert wrong == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"
    assert told == [], "the page's own policy forbids a part of it"
    context.close()


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until something of that name has the focus, and see that it shows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const one = document.activeElement;"
            " return [one.labels?.[0]?.innerText, one.innerText].filter(Boolean).join(' ') }"
        )
        if name in found:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", "no focus to see"
            return
    raise AssertionError(f"no Tab leads to {name!r}")


def test_by_keyboard_alone(browser: Browser, office: Office) -> None:
    with opened(two_companies(office), public=HERE) as place:
        context = browser.new_context(locale="en", **PHONE)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{place.port}/portal")
        tab_to(page, "Your e-mail address")
        page.keyboard.type(ANN)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mailbox")
        page.goto(f"http://127.0.0.1:{place.port}/portal/in/{place.token('bo@acme.example')}")
        tab_to(page, "Sign in")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cases of Acme")
        tab_to(page, "New case")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("New case")
        tab_to(page, "What is it about?")
        page.keyboard.type("Stock list")
        tab_to(page, "What happened?")
        page.keyboard.type("It stays empty.")
        tab_to(page, "1: Critical")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("2: Significant business impact")).to_be_checked()
        tab_to(page, "Send")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Your case is open. We confirm it by e-mail.")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Case 1001")
        tab_to(page, "Is it an emergency?")
        page.keyboard.press("Enter")
        tab_to(page, "Nobody can get in")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("That is noted")
        tab_to(page, "Your message")
        page.keyboard.type("Still empty.")
        tab_to(page, "Send")
        page.keyboard.press("Enter")
        expect(page.locator("article.theirs").last).to_contain_text("Still empty.")
        tab_to(page, "It is resolved")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("The case is closed")
        tab_to(page, "Sign out")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to your support cases")
        context.close()
        assert office.case().level == "2"


def test_the_first_tab_skips_to_the_content(browser: Browser, place: Place) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    signs_in(page, place)
    page.goto(f"http://127.0.0.1:{place.port}/portal/new")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_a_foreign_page_can_neither_send_a_form_nor_frame_one(browser: Browser, place: Place) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    signs_in(page, place)
    before = place.office.everything()
    foreign = context.new_page()
    foreign.route("http://evil.example/", lambda route: route.fulfill(content_type="text/html", body=_hostile(place)))
    foreign.goto("http://evil.example/")
    expect(foreign.frame_locator("iframe[name=framed]").locator("h1")).not_to_have_text("Sign in to your support cases")
    expect(foreign.frame_locator("iframe[name=framed]").locator("body")).not_to_contain_text("Acme")
    foreign.get_by_role("button").click()
    expect(foreign.get_by_role("heading", level=1)).not_to_have_text("Case 1003")
    assert place.office.everything()["cases"] == before["cases"]
    context.close()


def _hostile(place: Place) -> str:
    here = f"http://127.0.0.1:{place.port}/portal"
    return (
        f'<iframe name="framed" src="{here}"></iframe><form method="post" action="{here}/case/1002/press">'
        '<input name="deed" value="resolved"><button>Win</button></form>'
    )
