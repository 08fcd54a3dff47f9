"""The pages themselves: every one in every language, the letter's own phrases, nothing that runs, nothing remote."""

import re
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError

from intake.contract.promise import promise
from intake.domain.contract import LevelChange
from intake.domain.promise import Situation
from intake.domain.webpage import Block, PageKind, WebPage
from intake.doors.rate import Rate
from intake.doors.web_pages import LANGUAGES, WebPages, preferred
from intake.render.letter import ConsentLinks, Letter
from intake.render.write import consent
from intake.review.links import blocks_of
from tests.stages.office import TUESDAY, contracts
from tests.stages.office import templates as shipped
from tests.web.door import SHIPPED

PAGES = WebPages([SHIPPED])
MESSAGES = ["too_many", "foreign", "too_large", "refused_form", "failed"]
FOR_ENGINEERS = {PageKind.CALL, PageKind.TAKEN, PageKind.ENDED}  # in English, as all of theirs


class Elements(HTMLParser):
    """Reads a page's elements; `open` are those that are never closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def made(kind: PageKind, language: str) -> str:
    choices = {PageKind.CONSENT: ("yes", "no"), PageKind.CALL: ("take",)}.get(kind, ())
    number = None if kind is PageKind.UNKNOWN else 1001
    blocks = (Block("A paragraph."), Block("one", item=True), Block("two", item=True), Block("Another."))
    page = WebPage(kind=kind, language=language, case_number=number, blocks=blocks, choices=choices, suggested="yes")
    return PAGES.html(page, "", "the-token")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(PageKind), ids=str)
def test_every_page_is_whole_and_harmless(kind: PageKind, language: str) -> None:
    if kind in FOR_ENGINEERS and language != "en":
        with pytest.raises((UndefinedError, TypeError)):
            made(kind, language)
        return
    html = made(kind, language)
    elements = Elements(html)
    assert elements.open == []
    names = [tag for tag, _ in elements.all]
    assert (names.count("h1"), names.count("main"), names.count("title"), names.count("ul")) == (1, 1, 1, 1)
    assert not {"script", "img", "link", "iframe", "object", "svg"} & set(names)
    assert not re.search(r"https?:|//|\bon\w+=|%s|\{\{|  +\S", html[html.index("<body>") :])
    assert ("form" in names) == (kind in (PageKind.CONSENT, PageKind.CALL))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_in_every_language(message: str, language: str) -> None:
    html = PAGES.sentence(message, language)
    assert Elements(html).open == []
    assert f'<html lang="{language}">' in html


def test_no_language_says_the_same_as_another() -> None:
    for kind in set(PageKind) - FOR_ENGINEERS:
        assert len({re.sub(r".*<body>", "", made(kind, language)) for language in LANGUAGES}) == len(LANGUAGES)


def test_whatever_a_page_is_given_is_text() -> None:
    blocks = (Block('<script>alert("1")</script>'), Block("<b>&amp;", item=True))
    page = WebPage(kind=PageKind.CONSENT, language="en", case_number=1001, blocks=blocks, choices=("yes",))
    html = PAGES.html(page, "", '"><script>')
    assert "<script" not in html
    assert "<b>" not in html
    assert 'value="&#34;&gt;&lt;script&gt;"' in html


def test_the_button_that_the_link_was_for_stands_out_and_both_say_what_they_do() -> None:
    buttons = re.findall(r"<button[^>]*>([^<]*)</button>", made(PageKind.CONSENT, "en"))
    assert buttons == ["Yes, I agree", "No, leave it as it is"]
    assert made(PageKind.CONSENT, "en").count('class="suggested"') == 1


CONSENT_CASES = [
    (contract, level.id)
    for contract in contracts().versions
    if contract.level_change is LevelChange.CUSTOMER_CONSENT
    for level in contract.levels
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("contract", "level"), CONSENT_CASES, ids=[f"{one.id}, {two}" for one, two in CONSENT_CASES])
def test_a_page_says_in_the_letter_s_own_words_what_would_hold(contract: "object", level: str, language: str) -> None:
    letter = Letter(
        case_number=1001,
        received_at=TUESDAY,
        subject="",
        contact_name=None,
        customer_name=None,
        language=language,
        zone=ZoneInfo("Europe/Berlin"),
        promise=promise(contract, Situation(received_at=TUESDAY, level=level, emergency=False)),  # type: ignore[arg-type]
        contract=contract,  # type: ignore[arg-type]
        previous=promise(contract, Situation(received_at=TUESDAY, level="3", emergency=False)),  # type: ignore[arg-type]
    )
    templates = shipped()
    links = ConsentLinks(agree="https://a.example/1", refuse="https://a.example/2")
    body = " ".join(consent(letter, templates, links).body.split())
    found = blocks_of(consent(letter, templates, ConsentLinks(agree=None, refuse=None)).body)
    assert [" ".join(block.text.split()) in body for block in found] == [True] * len(found)
    assert found[0].text.replace("\N{NO-BREAK SPACE}", " ").count("1001") == 1
    items = [block.text for block in found if block.item]
    assert items
    assert "2026" in items[0]
    assert found[-1].item
    closing = body[-60:]
    assert not any(closing[:30] in block.text for block in found)


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("One\ntwo.\n\nThree.", (Block("One two."), Block("Three.")), id="no list: all of it"),
        pytest.param(
            "If so:\n\n- one\n  more\n- two\n\nReply.",
            (Block("If so:"), Block("one more", True), Block("two", True)),
            id="up to the list",
        ),
        pytest.param(
            "A:\n\n- b\n\nC:\n\n- d\n\nE.",
            (Block("A:"), Block("b", True), Block("C:"), Block("d", True)),
            id="two lists",
        ),
    ],
)
def test_which_part_of_a_letter_a_page_shows(body: str, blocks: tuple[Block, ...]) -> None:
    assert blocks_of(body) == blocks


def test_a_desk_s_own_words_stand_before_the_shipped_ones(tmp_path: Path) -> None:
    own = (SHIPPED / "words_en.html.j2").read_text().replace("Yes, I agree", "Go ahead")
    (tmp_path / "words_en.html.j2").write_text(own)
    page = WebPage(kind=PageKind.CONSENT, language="en", case_number=1001, choices=("yes", "no"))
    assert ">Go ahead</button>" in WebPages([tmp_path, SHIPPED]).html(page, "")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("DE-at, en;q=0.9", "de"),
        ("pt, fr;q=0.3, es;q=0.4", "es"),
        ("es;q=0", "en"),
        ("*", "en"),
    ],
)
def test_the_browser_s_language(accepted: str, language: str) -> None:
    assert preferred(accepted) == language


def test_a_rate_refills_with_time_and_forgets_who_was_seen_least_lately() -> None:
    rate = Rate(most=3, per=60, remembered=2)
    assert [rate.allows("a", 0) for _ in range(5)] == [True, True, True, False, False]
    assert rate.allows("b", 0), "another address"
    assert not rate.allows("a", 10)
    assert rate.allows("a", 21), "one in twenty seconds"
    assert not rate.allows("a", 22)
    for other in ("c", "d"):
        rate.allows(other, 22)
    assert rate.allows("a", 22), "forgotten, and so let in again"
