"""The words: every language has every word, and what is said of a promise prints no time of its own."""

from collections.abc import Iterator
from datetime import UTC
from itertools import product
from pathlib import Path

import pytest
from jinja2 import TemplateError

from intake.domain.portal_pages import Came
from intake.doors.portal.pages import PortalPages
from intake.doors.web_pages import LANGUAGES
from intake.places import folder
from intake.render.portal import PROMISE, How, LinkWords, link_letter, promised
from intake.render.samples import Sample, samples
from intake.render.timelike import times_in
from intake.render.trial import _BACKED, MARK, _given, _Marked
from tests.stages.office import templates

SHIPPED = folder("templates") / "web"
SHOWS = [How(), How(answered=True), How(would=True), How(short=True), How(chooses=True)]


def every_sample() -> Iterator[tuple[str, Sample]]:
    for language in LANGUAGES:
        yield from ((language, sample) for sample in samples(language, MARK))


@pytest.mark.parametrize(
    "how", SHOWS, ids=["a case", "an answered one", "a form", "in a list", "one whose reader chooses"]
)
def test_no_time_is_printed_that_no_clause_backs(how: How) -> None:
    for language, sample in every_sample():
        phrases = _Marked(templates(), language, UTC)
        shown = {"answered": how.answered, "would": how.would, "short": how.short, "chooses": how.chooses}
        text = templates().render(PROMISE, language, {**_given(sample, phrases), **shown})
        found = list(times_in(_BACKED.sub("\N{MIDDLE DOT}", " ".join(text.split())), language))
        assert found == [], f"{language}, a letter about {sample.about}"


def test_every_sample_is_said_in_paragraphs_and_items() -> None:
    for (_, sample), how in product(every_sample(), SHOWS):
        blocks = promised(sample.letter, templates(), how)
        assert blocks, sample.about
        assert all(block.text and not block.text.startswith("-") for block in blocks)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("proves", [False, True])
def test_the_letter_with_a_link(language: str, *, proves: bool) -> None:
    address = f"https://support.example.com/portal/in/{'x' * 43}"
    words = LinkWords(address=address, minutes=20, name="Ann Lee", vendor="Sample", proves=proves, language=language)
    letter = link_letter(words, templates())
    assert (address in letter.body, f'<a href="{address}">' in letter.html) == (True, True)
    assert "20" in letter.body
    assert "[case" not in letter.subject


def test_every_word_that_comes_of_something_is_there() -> None:
    pages = PortalPages([SHIPPED])
    for language, came in product(LANGUAGES, Came):
        assert f"came_{came}" in pages._words[language]


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        pytest.param("words_de.html.j2", "{% set words = {} %}", "words has no", id="a language that lacks words"),
        pytest.param("words_fr.html.j2", "nothing", "the table 'words' is missing", id="a language without any"),
        pytest.param("case.html.j2", "{% if %}", "Expected an expression", id="a page that is no template"),
    ],
)
def test_a_desks_own_template_that_cannot_be_used(tmp_path: Path, file: str, text: str, said: str) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / file).write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError, match=said):
        PortalPages([tmp_path, SHIPPED])


def test_a_desks_own_page_stands_before_ours(tmp_path: Path) -> None:
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "asked.html.j2").write_text("Our own: {{ minutes }}", encoding="utf-8")
    pages = PortalPages([tmp_path, SHIPPED])
    assert pages.html("asked", "en", {"minutes": 20}) == "Our own: 20"
