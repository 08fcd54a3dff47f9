"""The words of the web pages: what is missing in a language or misnamed is told with its file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.bootstrap.templates import read_templates, web_sources
from intake.cli.acknowledge import acknowledge
from intake.domain.errors import BadInput
from intake.render.check_web import check_web

SHIPPED = web_sources()


def test_nothing_is_wrong_with_what_we_ship() -> None:
    assert check_web(SHIPPED) == ()
    assert {f"web/words_{language}.html.j2" for language in ("en", "es", "fr", "de")} <= SHIPPED.keys()


def edited(name: str, old: str, new: str) -> dict[str, str]:
    assert old in SHIPPED[name], f"{name} does not hold {old}"
    return {**SHIPPED, name: SHIPPED[name].replace(old, new)}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        pytest.param(
            "web/page.html.j2",
            "{{ said.texts[kind] }}",
            "{{ sayd.texts[kind] }}",
            "web/page.html.j2, line 30: 'sayd' is undefined; write one of language, message, page, said, style, token",
            id="a name that does not exist in the page",
        ),
        pytest.param(
            "web/words_de.html.j2",
            '"consent": "",',
            '"consent": nothing,',
            "web/words_de.html.j2, line 16: 'nothing' is undefined; write the word itself",
            id="a name where a word belongs",
        ),
        pytest.param(
            "web/words_fr.html.j2",
            '  "too_many": "Trop de demandes",\n',
            "",
            "web/words_fr.html.j2: titles has no 'too_many', which web/words_es.html.j2 uses; add it",
            id="a title that one language lacks",
        ),
        pytest.param(
            "web/words_es.html.j2",
            ', "no": "No, dejarlo como está"',
            "",
            "web/words_es.html.j2: buttons has no 'no', which web/words_fr.html.j2 uses; add it",
            id="a button that one language lacks",
        ),
        pytest.param(
            "web/words_en.html.j2",
            ', "take": "I take it"',
            "",
            "web/words_en.html.j2: buttons has no 'take', which web/page.html.j2 uses; add it",
            id="a button that only engineers press",
        ),
        pytest.param(
            "web/words_de.html.j2",
            "Fall %s: Sie sind einverstanden",
            "Sie sind einverstanden",
            "web/words_de.html.j2: the title 'agreed' has to hold \"%s\" once, which becomes the case number",
            id="a title without its case",
        ),
        pytest.param(
            "web/words_en.html.j2",
            "Too many requests",
            "100% too many requests",
            'web/words_en.html.j2: the title \'too_many\' may hold "%s" once and no other "%"',
            id="a title with another mark",
        ),
        pytest.param(
            "web/words_es.html.j2",
            "{% set once = {",
            "{% set onces = {",
            "web/words_es.html.j2: the table 'once' is missing; restore it from the shipped file",
            id="a table that is gone",
        ),
        pytest.param(
            "web/words_en.html.j2",
            "{% set titles = {",
            "{% set titles = {%",
            "web/words_en.html.j2, line 2: ",
            id="no template",
        ),
    ],
)
def test_a_mistake_is_told_with_its_file(name: str, old: str, new: str, told: str) -> None:
    assert any(finding.startswith(told) for finding in check_web(edited(name, old, new))), check_web(
        edited(name, old, new)
    )


def test_what_only_engineers_read_is_wanted_in_english_only() -> None:
    spoken = [words for name, words in SHIPPED.items() if "words_" in name and "words_en" not in name]
    assert [words for words in spoken if '"take"' in words or '"call"' in words] == []


def test_a_desks_own_words_are_tried_before_they_are_used(tmp_path: Path) -> None:
    own = tmp_path / "web" / "words_de.html.j2"
    own.parent.mkdir()
    own.write_text(SHIPPED["web/words_de.html.j2"], encoding="utf-8")
    read_templates(tmp_path)
    own.write_text(SHIPPED["web/words_de.html.j2"].replace('"no": "Nein, es soll so bleiben"', ""), encoding="utf-8")
    with pytest.raises(BadInput, match=r"web/words_de\.html\.j2: buttons has no 'no'"):
        read_templates(tmp_path)
    result = CliRunner().invoke(acknowledge, ["--check", "--templates", str(tmp_path)])
    assert (result.exit_code, "buttons has no 'no'" in result.output) == (1, True)
