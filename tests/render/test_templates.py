"""What a template can and cannot do, and how its mistakes are told: one line with file, line and what to do."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from intake.bootstrap.templates import read_templates, template_sources
from intake.domain.contract import Channel, NoticeId
from intake.domain.errors import BadInput
from intake.domain.promise import Situation
from intake.render.templates import Templates
from intake.render.write import acknowledgement, receipt
from tests.render.backed import TIME_LIKE
from tests.render.situations import contracts, letter

RECEIVED = datetime.fromisoformat("2026-03-06T20:40:00-05:00")
SILVER = letter(contracts()["gotomyerp-plans"], Situation(received_at=RECEIVED, plan="silver", channel=Channel.EMAIL))


def sources() -> dict[str, str]:
    return template_sources()


def with_line(line: str, name: str = "en/acknowledgement.txt.j2") -> Templates:
    """Return the shipped templates with `line` added as the last line of one."""
    found = sources()
    return Templates({**found, name: found[name] + line + "\n"})


def last_line(name: str = "en/acknowledgement.txt.j2") -> int:
    return len(sources()[name].splitlines()) + 1


@pytest.mark.parametrize(
    ("line", "says"),
    [
        pytest.param("{{ deadline }}", "'deadline' is undefined; write one of ", id="a name that does not exist"),
        pytest.param("{{ main.due_at }}", "no attribute 'due_at'; write one of ", id="an instant's name"),
        pytest.param("{{ received + 4 }}", "a template can print words but not count", id="receipt plus hours"),
        pytest.param(
            "{{ received - received }}", "a template can print words but not count", id="receipt less receipt"
        ),
        pytest.param(
            "{{ main.when + '1 hour' }}", "a template can print words but not count", id="deadline plus words"
        ),
        pytest.param("{{ main.when.undertaking.deadline }}", "a template sees words only", id="behind a phrase"),
        pytest.param("{{ main.when['undertaking'] }}", "a template sees words only", id="behind a phrase, subscripted"),
        pytest.param(
            "{{ main.when|attr('undertaking') }}", "a template sees words only", id="behind a phrase, filtered"
        ),
        pytest.param(
            "{{ [main.when]|map(attribute='undertaking')|first }}", "a template sees words only", id="behind a list"
        ),
        pytest.param("{{ main.__class__ }}", "a template sees words only", id="a Python class"),
        pytest.param("{{ main }}", "Pledge is not text; a template sees words only", id="a whole pledge"),
        pytest.param("{{ main.timed }}", "bool is not text; a template sees words only", id="a yes or no"),
        pytest.param("{{ case|length }}", "int is not text; a template sees words only", id="a number"),
        pytest.param("{{ 1 // 0 }}", "a template can print words but not count", id="a division by zero"),
        pytest.param("{{ range(3) }}", "'range' is undefined", id="counting"),
        pytest.param(
            "{% import 'elsewhere.txt.j2' as x %}", "en/elsewhere.txt.j2: this template is missing", id="no file"
        ),
    ],
)
def test_a_mistake_is_told_in_one_line(line: str, says: str) -> None:
    edited = with_line(line)
    with pytest.raises(BadInput) as told:
        acknowledgement(SILVER, edited)
    message = str(told.value)
    assert "\n" not in message
    assert says in message
    if "missing" not in says:
        assert message.startswith(f"en/acknowledgement.txt.j2, line {last_line()}: ")


@pytest.mark.parametrize("line", ["{{ main|pprint }}", "{{ main.when|pprint }}", "{{ [main, others]|join }}"])
def test_what_python_calls_a_phrase_holds_no_instant(line: str) -> None:
    assert "datetime" not in acknowledgement(SILVER, with_line(line)).body


def test_a_mistake_inside_a_shared_sentence_names_that_file() -> None:
    name = "en/notices.txt.j2"
    broken = sources()[name].replace("E-mail cannot", "{{ nothing }} cannot")
    line = next(number for number, text in enumerate(broken.splitlines(), 1) if "nothing" in text)
    told = rf"^{name}, line {line}: 'nothing' is undefined; write one of answered, call, case, "
    with pytest.raises(BadInput, match=told):
        acknowledgement(SILVER, Templates({**sources(), name: broken}))


@pytest.mark.parametrize(
    "line", ["{{ received", "{% if %}", "{% endfor %}", "{{ case|rot13 }}", "{% for x in %}x{% endfor %}"]
)
def test_a_file_that_is_no_template_is_told_at_once(line: str) -> None:
    with pytest.raises(
        BadInput, match=rf"^en/receipt.txt.j2, line {last_line('en/receipt.txt.j2')}: .+; mend "
    ) as told:
        with_line(line, "en/receipt.txt.j2")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("macro", "says"),
    [
        ("{% macro moment(at) %}", "the macro 'moment' is undefined"),
        ("{% set weekdays = ", "'weekdays' is too short or no list"),
        ("{% macro by(end, target, reference) %}", "the macro 'by' is undefined"),
    ],
)
def test_a_phrase_that_is_gone_is_named(macro: str, says: str) -> None:
    name = "en/phrases.txt.j2"
    other = re.sub(r"(macro|set) (\w+)", r"\1 other_\2", macro)
    assert macro in sources()[name]
    with pytest.raises(BadInput, match=f"^{name}: {says}; define it or restore the shipped file$"):
        acknowledgement(SILVER, Templates({**sources(), name: sources()[name].replace(macro, other)}))


def test_a_template_without_a_subject_line_is_told() -> None:
    with pytest.raises(BadInput, match=r"^en/receipt.txt.j2, line 1: a template begins with a line such as 'Subject: "):
        receipt(SILVER, Templates({**sources(), "en/receipt.txt.j2": "Your message has come.\n"}))


@pytest.mark.parametrize("subject", ["{{ 7 * 7 }}", "{% raw %}", "{{ main.when.undertaking }}", "{# gone #}"])
def test_a_subject_that_looks_like_a_template_is_only_text(subject: str) -> None:
    asked = letter(None, Situation(received_at=RECEIVED), subject=subject)
    assert receipt(asked, Templates(sources())).subject == f"Re: {subject} [case 1042]"


@pytest.mark.parametrize("language", ["en", "en-US", "xx", "", "it_CH", "../en", "en/..", "en/internal"])
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    assert Templates(sources()).language(language) == "en"


@pytest.mark.parametrize(("wanted", "found"), [("de-AT", "de"), ("fr_CA", "fr"), ("es-419", "es"), ("DE", "de")])
def test_a_language_of_a_country_is_that_language(wanted: str, found: str) -> None:
    assert Templates(sources()).language(wanted) == found


def english_as(language: str) -> dict[str, str]:
    """Return the English letters under another language; what engineers read stays English."""
    mine = {name: text for name, text in sources().items() if name.startswith("en/") and "/internal/" not in name}
    return {name.replace("en/", f"{language}/"): text for name, text in mine.items()}


def test_a_language_counts_once_it_has_every_template() -> None:
    italian = english_as("it")
    assert Templates({**sources(), **italian}).language("it-CH") == "it"
    del italian["it/notices.txt.j2"]
    assert Templates({**sources(), **italian}).language("it") == "en"


def test_another_language_needs_no_python() -> None:
    italian = english_as("it")
    italian["it/phrases.txt.j2"] = (
        italian["it/phrases.txt.j2"]
        .replace('"Monday"', '"lunedì"')
        .replace('"March"', '"marzo"')
        .replace("{{ at.hour12 }}:", "{{ at.hour24 }}:")
        .replace("{{ nbsp }}{{ at.half }}", "")
    )
    text = acknowledgement(replace(SILVER, language="it"), Templates({**sources(), **italian})).body
    assert "by lunedì 9 marzo 2026, 12:40 EDT" in text


def test_no_template_writes_a_time_of_its_own() -> None:
    for name, text in sources().items():
        if not name.startswith("en/"):
            continue
        plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " · ", text, flags=re.DOTALL)
        found = [match.group() for match in TIME_LIKE.finditer(plain)]
        assert found == (["midnight", "at once"] if name.endswith("phrases.txt.j2") else []), name


def test_each_notice_has_its_words() -> None:
    macros = set(re.findall(r"\{% macro (\w+)\(notice\) %\}", sources()["en/notices.txt.j2"]))
    assert macros == {*NoticeId, "see"}


def test_a_folder_without_templates_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no template \(en/receipt\.txt\.j2\) is there"):
        read_templates(tmp_path)


def test_a_template_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "receipt.txt.j2").write_bytes(b"Subject: \xff")
    with pytest.raises(BadInput, match=r"receipt\.txt\.j2: cannot be read as UTF-8 text"):
        read_templates(tmp_path)
