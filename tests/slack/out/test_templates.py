"""Chat templates that a support manager has edited, and the command that shows what is said in a chat."""

import json

import pytest
from click.testing import CliRunner

from intake.bootstrap.templates import template_sources
from intake.cli.acknowledge import acknowledge
from intake.domain.errors import BadInput
from intake.render.check import check_templates

SHIPPED = template_sources()
AT = ["--at", "2026-03-06T20:40:00-05:00"]
SILVER = ["--contract", "gotomyerp-plans", "--plan", "silver", *AT]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        pytest.param(
            ("en/chat/acknowledgement.txt.j2", "{{ sentences.first(main) | trim }}", "have your message."),
            "en/chat/acknowledgement.txt.j2: it leaves out the promise and its deadline, {{ main.when }}; print it",
            id="no deadline",
        ),
        pytest.param(
            ("de/chat/acknowledgement.txt.j2", "{{ nbsp }}{{ case }}", ""),
            "de/chat/acknowledgement.txt.j2: it leaves out the case number, {{ case }}; print it",
            id="no case number",
        ),
        pytest.param(
            ("fr/chat/level_change.txt.j2", "{{ sentences.others_too() }}", ""),
            "fr/chat/level_change.txt.j2: it leaves out another promise, {{ it.when }} of `others`; print it",
            id="no second promise",
        ),
        pytest.param(
            ("es/chat/sentences.txt.j2", "Esto se ha escrito", "Contestamos en 2 horas. Esto se ha escrito"),
            "es/chat/sentences.txt.j2, line 54: '2 horas' is a time of the template's own",
            id="a time of its own",
        ),
        pytest.param(
            ("en/chat/buttons.txt.j2", "Choose the level", "Choose the level by Monday"),
            "en/chat/buttons.txt.j2, line 6: 'Monday' is a time of the template's own",
            id="a time on a button",
        ),
        pytest.param(
            ("de/chat/buttons.txt.j2", "{% macro got_worse() %}", "{% macro schlimmer() %}"),
            "de/chat/buttons.txt.j2: the macro 'got_worse' is undefined; define it or restore the shipped file",
            id="a button without words",
        ),
        pytest.param(
            ("fr/chat/buttons.txt.j2", "Oui, je suis d'accord", ""),
            "fr/chat/buttons.txt.j2: the macro 'agree' says nothing; give it words",
            id="an empty button",
        ),
        pytest.param(
            ("en/chat/reply.txt.j2", "case{{ nbsp }}{{ case }}", "your case"),
            "en/chat/reply.txt.j2: it leaves out the case number, {{ case }}; print it",
            id="a reply without its case",
        ),
        pytest.param(
            ("es/chat/receipt.txt.j2", "{{ received }}", "ya"),
            "es/chat/receipt.txt.j2: it leaves out when the message reached us, {{ received }}; print it",
            id="a receipt without its time",
        ),
        pytest.param(
            ("en/chat/consent.txt.j2", '"../notices.txt.j2"', '"../remarks.txt.j2"'),
            "en/remarks.txt.j2: this template is missing",
            id="a file above that is not there",
        ),
    ],
)
def test_a_mistake_in_what_is_said_in_a_chat_is_told_with_its_place(edit: tuple[str, str, str], says: str) -> None:
    name, old, new = edit
    assert old in SHIPPED[name]
    findings = check_templates({**SHIPPED, name: SHIPPED[name].replace(old, new)}, {name.partition("/")[0]})
    assert [finding for finding in findings if finding.startswith(says)] != [], findings


def test_a_language_without_chat_templates_is_told() -> None:
    sources = {name: text for name, text in SHIPPED.items() if name != "de/chat/reply.txt.j2"}
    wanted = "de/chat/reply.txt.j2: this template is missing; add it, or remove the folder de"
    assert wanted in check_templates(sources, {"de"})


def run(*arguments: str) -> str:
    result = CliRunner().invoke(acknowledge, ["--preview", *arguments], catch_exceptions=False, standalone_mode=False)
    return result.output


def test_on_slack_the_words_of_a_chat_are_shown_without_a_subject() -> None:
    said = run(*SILVER, "--channel", "slack", "--name", "Ann")
    assert said.startswith("Thank you, this is case 1042. We have your message and aim to give you a first answer by ")
    assert said.endswith(
        "Reply in this thread to add to the case. This was written automatically; people read your replies.\n"
    )
    assert "Subject" not in said
    assert "Ann" not in said


def test_on_web_chat_nothing_is_said_of_threads() -> None:
    said = run(*SILVER, "--channel", "web_chat")
    assert "Reply here to add to the case." in said
    assert "thread" not in said


def test_blocks_are_shown_as_slack_is_given_them() -> None:
    made = json.loads(run(*SILVER, "--channel", "slack", "--blocks"))
    assert made["text"].startswith("Thank you, this is case 1042.")
    assert made["blocks"][0]["text"]["type"] == "mrkdwn"
    assert "<!date^" in made["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([*SILVER, "--channel", "email", "--blocks"], "only Slack has blocks; add --channel slack"),
        ([*SILVER, "--channel", "web_chat", "--blocks"], "only Slack has blocks; add --channel slack"),
        ([*SILVER, "--channel", "slack", "--html"], "what is said in a chat has no HTML"),
    ],
)
def test_what_a_letter_has_not_cannot_be_shown(arguments: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        run(*arguments)
