"""A template that a support manager has edited is tried before it is used: each mistake is told with its place."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from intake.bootstrap.templates import read_templates, template_sources, web_sources
from intake.cli.acknowledge import acknowledge
from intake.domain.contract import NoticeId
from intake.domain.errors import BadInput
from intake.render.check import check_templates
from intake.render.own_words import OwnWords

LANGUAGES = ("en", "es", "fr", "de")
SHIPPED = template_sources()


def edited(name: str, old: str, new: str) -> dict[str, str]:
    assert old in SHIPPED[name], f"{name} does not hold {old}"
    return {**SHIPPED, name: SHIPPED[name].replace(old, new)}


def found(sources: dict[str, str], language: str = "en") -> tuple[str, ...]:
    return check_templates(sources, {language})


def line_of(sources: dict[str, str], name: str, text: str) -> int:
    return next(number for number, line in enumerate(sources[name].splitlines(), 1) if text in line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wrong_with_what_we_ship(language: str) -> None:
    assert found(SHIPPED, language) == ()


TIMES = [
    ("en", "people read your replies", "people read your replies within 2 hours", "2 hours"),
    ("en", "people read your replies", "people read your replies in half an hour", "half an hour"),
    ("en", "people read your replies", "people read your replies tomorrow", "tomorrow"),
    ("en", "people read your replies", "people read your replies until 9 pm", "9 pm"),
    ("en", "people read your replies", "people read your replies by Monday", "Monday"),
    ("en", "people read your replies", 'people read your replies in {{ "2" }} days', "2 days"),
    ("en", "people read your replies", 'people read your replies {{ "at once" if name else "" }}', "at once"),
    ("en", "people read your replies", "people read your replies from March 2 on", "March 2"),
    ("es", "basta con responder", "basta con responder; contestamos en 2 horas", "2 horas"),
    ("es", "basta con responder", "basta con responder hasta las 18:00", "18:00"),
    ("es", "basta con responder", "basta con responder antes del martes", "martes"),
    ("es", "basta con responder", "basta con responder hoy", "hoy"),
    ("fr", "il suffit de répondre", "il suffit de répondre sous deux heures", "deux heures"),
    ("fr", "il suffit de répondre", "il suffit de répondre avant 18 h", "18 h"),
    ("fr", "il suffit de répondre", "il suffit de répondre demain", "demain"),
    ("fr", "il suffit de répondre", "il suffit de répondre le lundi", "lundi"),
    ("de", "antworten Sie einfach", "antworten Sie einfach in einer Stunde", "einer Stunde"),
    ("de", "antworten Sie einfach", "antworten Sie einfach bis 18 Uhr", "18 Uhr"),
    ("de", "antworten Sie einfach", "antworten Sie einfach morgen", "morgen"),
    ("de", "antworten Sie einfach", "antworten Sie einfach bis Freitag", "Freitag"),
]


@pytest.mark.parametrize(("language", "old", "new", "time"), TIMES)
def test_a_time_of_a_templates_own_is_found_with_its_line(language: str, old: str, new: str, time: str) -> None:
    name = f"{language}/sentences.txt.j2"
    sources = edited(name, old, new)
    assert list(OwnWords(name, sources[name]).times()) == [(line_of(sources, name, new), time)]


def test_it_is_told_with_what_to_do() -> None:
    name, said = "de/receipt.txt.j2", "antworten Sie einfach bis 18 Uhr"
    sources = edited(name, "antworten Sie einfach", said)
    (told,) = found(sources, "de")
    assert told == (
        f"{name}, line {line_of(sources, name, said)}: '18 Uhr' is a time of the template's own, which no clause "
        "backs; print a phrase such as main.when or received instead, or say it without a time"
    )


def test_a_time_put_together_of_harmless_pieces_is_found_in_the_letter() -> None:
    name = "en/sentences.txt.j2"
    sources = edited(name, "people read your replies", '{% set many = "2" %}people answer in {{ many }} hours')
    place = f"{name}, line {line_of(sources, name, 'people answer')}"
    findings = found(sources)
    assert findings
    assert all(place in finding for finding in findings)
    assert all("'2 hours' is printed, a time that no clause backs; say it without" in finding for finding in findings)


MISTAKES = [
    pytest.param(
        ("en/acknowledgement.txt.j2", "Subject: Re: {{ subject", "Subject: Re: {{ subjekt"),
        "en/acknowledgement.txt.j2, line 1: 'subjekt' is undefined; write one of ",
        id="a name that does not exist",
    ),
    pytest.param(
        ("de/notices.txt.j2", "{% if clock %}", "{% if clok %}"),
        "de/notices.txt.j2, line 21: 'clok' is undefined; write one of ",
        id="one in a condition of a shared file",
    ),
    pytest.param(
        ("fr/level_change.txt.j2", "previous.id == level.id", "previous.id == level.nom"),
        "fr/level_change.txt.j2, line 18: 'intake.render.shown.LevelWords object' has no attribute 'nom'",
        id="an attribute that does not exist",
    ),
    pytest.param(
        ("es/consent.txt.j2", " [case {{ case }}]", ""),
        "es/consent.txt.j2, line 1: the subject does not end with the case number; end it with [case {{ case }}]",
        id="a subject without the case number",
    ),
    pytest.param(
        ("de/level_change.txt.j2", "[case {{ case }}]", "[Fall {{ case }}]"),
        "de/level_change.txt.j2, line 1: the subject does not end with the case number",
        id="a tag that threads do not know",
    ),
    pytest.param(
        ("en/reply.txt.j2", "[case {{ case }}]", ""),
        "en/reply.txt.j2, line 1: the subject does not end with the case number",
        id="a reply without it",
    ),
    pytest.param(
        ("en/internal/warning.txt.j2", " [case {{ case }}]", ""),
        "en/internal/warning.txt.j2, line 1: the subject does not end with the case number",
        id="a warning without it",
    ),
    pytest.param(
        ("en/internal/page.txt.j2", "{{ why }}", "{{ warum }}"),
        "en/internal/page.txt.j2, line 3: 'warum' is undefined",
        id="a page with a name that does not exist",
    ),
    pytest.param(
        ("en/acknowledgement.txt.j2", "{{ sentences.first(main) | trim }}", "have your message."),
        "en/acknowledgement.txt.j2: it leaves out the promise and its deadline, {{ main.when }}; print it",
        id="no deadline",
    ),
    pytest.param(
        ("es/level_change.txt.j2", "{{ received }}", "ya"),
        "es/level_change.txt.j2: it leaves out when the message reached us, {{ received }}; print it",
        id="no time of receipt",
    ),
    pytest.param(
        ("fr/receipt.txt.j2", "{{ received }}", "bientôt"),
        "fr/receipt.txt.j2: it leaves out when the message reached us, {{ received }}; print it",
        id="a receipt without it",
    ),
    pytest.param(
        ("de/acknowledgement.txt.j2", "{{ sentences.others_too() }}", ""),
        "de/acknowledgement.txt.j2: it leaves out another promise, {{ it.when }} of `others`; print it",
        id="no second promise",
    ),
    pytest.param(
        ("en/notices.txt.j2", "{% macro own_it_first(notice) %}", "{% macro own_it_last(notice) %}"),
        "en/notices.txt.j2: the notice 'own_it_first' has no words; add a macro of that name",
        id="a notice without words",
    ),
    pytest.param(
        ("es/notices.txt.j2", "pueda trabajar con nosotros hasta que esté resuelto{{ see(notice) }}", "ayude"),
        "es/acknowledgement.txt.j2: it leaves out the notice staff_available with its clause; print it",
        id="a notice without its clause",
    ),
    pytest.param(
        ("en/notices.txt.j2", ": {{ opening }}.", "."),
        "en/acknowledgement.txt.j2: it leaves out when we open next, {{ opening }}; print it",
        id="closed, and not when we open",
    ),
    pytest.param(
        ("de/sentences.txt.j2", "{{ agree_url }}", "hier"),
        "de/consent.txt.j2: it leaves out the link {{ agree_url }}; print it",
        id="a question without its link",
    ),
    pytest.param(
        ("fr/phrases.txt.j2", "{% macro within_a_day(", "{% macro le_jour("),
        "fr/phrases.txt.j2: the macro 'within_a_day' is undefined; define it or restore the shipped file",
        id="a phrase that is gone",
    ),
    pytest.param(
        ("de/phrases.txt.j2", '"Samstag", "Sonntag"]', "]"),
        "de/phrases.txt.j2: 'weekdays' is too short or no list",
        id="a week of five days",
    ),
    pytest.param(
        ("en/sentences.txt.j2", "{% macro closing() %}", "{% macro closing() %"),
        "en/sentences.txt.j2, line ",
        id="no template any more",
    ),
    pytest.param(
        ("en/level_change.txt.j2", "Subject: Re:", "Betreff: Re:"),
        "en/level_change.txt.j2, line 1: a template begins with a line such as 'Subject: Re: ...'",
        id="no subject line",
    ),
]


@pytest.mark.parametrize(("edit", "says"), MISTAKES)
def test_a_mistake_is_told_with_its_place(edit: tuple[str, str, str], says: str) -> None:
    findings = found(edited(*edit), edit[0].partition("/")[0])
    assert [finding for finding in findings if finding.startswith(says)] != [], findings
    assert all("\n" not in finding for finding in findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_notice_has_to_have_words_in_each_language(language: str) -> None:
    name = f"{language}/notices.txt.j2"
    sources = {**SHIPPED, name: re.sub(r"\{% macro (\w+)\(notice", r"{% macro another_\1(notice", SHIPPED[name])}
    wanted = [f"{name}: the notice '{notice}' has no words; add a macro of that name" for notice in NoticeId]
    assert sorted(wanted) == [finding for finding in found(sources, language) if "has no words" in finding]


def test_a_language_without_all_its_files_is_told() -> None:
    italian = {"it/receipt.txt.j2": SHIPPED["en/receipt.txt.j2"]}
    findings = check_templates({**SHIPPED, **italian}, {"it"})
    assert "it/consent.txt.j2: this template is missing; add it, or remove the folder it" in findings


def folder_with(tmp_path: Path, name: str, text: str) -> Path:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_may_change_a_single_file(tmp_path: Path) -> None:
    own = SHIPPED["en/receipt.txt.j2"].replace("Thank you:", "Many thanks:")
    templates = read_templates(folder_with(tmp_path, "en/receipt.txt.j2", own))
    assert "Many thanks:" in templates.render("receipt", "en", {"case": "1", "subject": "", "received": "then"})
    assert templates.language("de") == "de"


def test_what_is_wrong_is_refused_when_templates_are_read(tmp_path: Path) -> None:
    own = SHIPPED["en/receipt.txt.j2"].replace("read your replies", "read your replies at 9:00 on Friday")
    with pytest.raises(BadInput) as told:
        read_templates(folder_with(tmp_path, "en/receipt.txt.j2", own))
    message = str(told.value)
    assert message.startswith(f"{tmp_path}: en/receipt.txt.j2, line 8: '9:00' is a time of the template's own")
    assert message.endswith(f"(1 more: `intake acknowledge --check --templates {tmp_path}`)")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(acknowledge, arguments)
    return result.exit_code, result.output


def test_the_command_tells_every_finding(tmp_path: Path) -> None:
    own = SHIPPED["en/receipt.txt.j2"].replace("read your replies", "read your replies at 9:00 on Friday")
    code, said = run("--check", "--templates", str(folder_with(tmp_path, "en/receipt.txt.j2", own)))
    assert code == 1
    assert re.findall(r"^en/receipt\.txt\.j2, line 8: '([^']+)'", said, re.MULTILINE) == ["9:00", "Friday"]


def test_the_command_says_so_when_nothing_is_wrong() -> None:
    assert run("--check") == (
        0,
        f"{len(SHIPPED) + len(web_sources())} templates in de, en, es, fr: nothing is wrong with them.\n",
    )
