"""The HTML beside the text: the same words in the same order, nothing remote, fit to be read aloud and in the dark."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.render.flow import laid_out, many_lines
from intake.render.page import flowed, kept, page
from intake.render.write import acknowledgement
from tests.render.situations import templates
from tests.render.test_golden import CASES, LINKS, Case, letter_of

ALLOWED = {"html", "head", "meta", "style", "title", "body", "div", "p", "ul", "li", "a", "br", "span"}
HELD = {"style": "white-space:nowrap"}
VOID = {"meta", "br"}


class Read(HTMLParser):
    """A strict reading of a page: its text as a person hears it, its tags, its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.links: dict[str, str] = {}
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == [], f"left open: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "a":
            self.links[str(dict(attrs)["href"])] = ""
        if tag in ("p", "li", "br"):
            self.text += "\n"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "a":
            self.text += f": {list(self.links)[-1]}"  # in the text, the address follows the words

    def handle_data(self, data: str) -> None:
        if "body" in self.open:
            self.text += data
        if "a" in self.open:
            self.links[list(self.links)[-1]] += data


def spoken(text: str) -> list[str]:
    """Return words in order, without the marks of a list."""
    return re.sub(r"^- ", "", re.sub(r"\s+:(?=\s+http)", ":", text), flags=re.MULTILINE).split()


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_says_what_the_text_says(case: Case, language: str) -> None:
    written = case.write(letter_of(case, language), templates())
    read = Read(written.html)
    assert spoken(read.text) == spoken(written.body)
    assert {tag for tag, _ in read.tags} <= ALLOWED
    assert [attributes for tag, attributes in read.tags if tag == "span" and attributes != HELD] == []
    assert [attributes["lang"] for tag, attributes in read.tags if tag in ("html", "div")] == [language, language]
    assert written.html.count("<title>") == 1
    asked = [LINKS.agree, LINKS.refuse] if case.name in ("consent-level-3-to-2", "consent-reminder") else []
    assert list(read.links) == asked
    assert all(words and "http" not in words for words in read.links.values())
    addresses = re.findall(r"https?://[^\"<\s]*", written.html)
    assert sorted(addresses) == sorted(str(address) for address in asked)


def test_items_make_one_list_and_paragraphs_stay_apart() -> None:
    assert (
        flowed("One\nline.\n\n- a\n  b\n- c\n\nTwo.\n")
        == "<p>One line.</p>\n<ul>\n<li>a b</li>\n<li>c</li>\n</ul>\n<p>Two.</p>"
    )


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ('in 24-48 hours ("1/2 hour")', ["24-48", "1/2"]),
        ("call +1-855-760-1700 (US toll free)", ["+1-855-760-1700"]),
        ("a well-known e-mail of 12 March, version 2-beta", []),
    ],
)
def test_figures_with_a_hyphen_stay_on_one_line(text: str, held: list[str]) -> None:
    found = flowed(text)
    assert re.findall(r'<span style="white-space:nowrap">([^<]*)</span>', found) == held
    assert re.sub(r"<[^>]*>", "", found).replace("&quot;", '"') == text


def test_a_strangers_words_stay_words() -> None:
    asked = letter_of(CASES[1], "en", name='Ann "<script>alert(1)</script>', subject="</title><img src=x>&amp;")
    html = acknowledgement(asked, templates()).html
    assert {tag for tag, _ in Read(html).tags} <= ALLOWED
    assert "&lt;/title&gt;&lt;img src=x&gt;&amp;amp;" in html


def test_a_replys_lines_and_gaps_are_held() -> None:
    assert kept("Run\n\n  a  --b\nc <d>\n") == "<p>Run</p>\n<p>&nbsp;&nbsp;a&nbsp;&nbsp;--b<br>c &lt;d&gt;</p>"


def test_the_page_is_readable_in_light_and_dark_without_anything_remote() -> None:
    html = page("Title & more", "de", "<p>x</p>")
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "<title>Title &amp; more</title>" in html
    assert "max-width:38em" in html
    # A colour of ours would be wrong in one of the two schemes; the reader's own are right in both.
    assert re.findall(r"(?<!-)color\s*:|background|url\(|@import|src=", html) == []


@settings(deadline=None)
@given(st.text("ab<>&\"' -\n\t", max_size=200))
def test_no_text_breaks_the_page_or_loses_a_word(text: str) -> None:
    body = laid_out(text)
    assert spoken(Read(page("t", "en", flowed(body))).text) == spoken(body)
    own = many_lines(text)
    assert Read(page("t", "en", kept(own))).text.split() == own.split()
