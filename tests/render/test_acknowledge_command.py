"""`intake acknowledge --preview`, as an operator types it."""

import pytest
from click.testing import CliRunner

from intake.cli.acknowledge import acknowledge
from intake.domain.errors import BadInput

AT = ["--at", "2026-03-06T20:40:00-05:00"]
SILVER = ["--contract", "gotomyerp-plans", "--plan", "silver", "--channel", "email", *AT]


def run(*arguments: str) -> str:
    """Return what is printed, in one line; our errors come out as they are."""
    result = CliRunner().invoke(acknowledge, ["--preview", *arguments], catch_exceptions=False, standalone_mode=False)
    return " ".join(result.output.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(SILVER, 'by Monday 9 March 2026, 12:40 pm EDT ("Within 6 hours", clause 3.2)', id="e-mail"),
        pytest.param([*SILVER, "--zone", "Europe/Berlin"], "Monday 9 March 2026, 5:40 pm CET", id="another zone"),
        pytest.param([*SILVER, "--subject", "Help"], "Subject: Re: Help [case 1042]", id="a subject"),
        pytest.param([*SILVER, "--name", "Ann"], "Hello Ann, we have your message", id="a name"),
        pytest.param([*SILVER, "--language", "xx"], "We have your message", id="a language that is not there"),
        pytest.param(
            [*SILVER, "--fact", "all_users", "--fact", "connectivity"],
            "Does it fail from a second location too?",
            id="half an emergency",
        ),
        pytest.param(
            [*SILVER, "--fact", "connectivity", "--fact", "two_locations"],
            "as an emergency",
            id="an emergency by facts",
        ),
        pytest.param([*SILVER, "--fact", "connectivity", "--fact", "one_location"], "your own IT staff", id="own IT"),
        pytest.param([*SILVER, "--emergency"], "as an emergency", id="an emergency by flag"),
        pytest.param(AT, "We could not match it to a customer", id="an unknown sender"),
        pytest.param(
            ["--contract", "erp-maestro", "--channel", "slack", "--suggested", "4", "--kind", "enhancement", *AT],
            "We cannot name a time",
            id="an enhancement",
        ),
    ],
)
def test_a_preview_is_printed(arguments: list[str], says: str) -> None:
    assert says in run(*arguments)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--contract", "gotomyerp-plans", *AT], "plan: gotomyerp-plans promises by plan"),
        (["--contract", "elsewhere", *AT], "contract: there is no contract 'elsewhere'"),
        (["--contract", "helpdesk"], "at: the time of receipt is missing"),
        ([*SILVER, "--zone", "Mars/Olympus"], "'Mars/Olympus' is not a time zone"),
        ([*SILVER, "--channel", "fax"], "channel: 'fax' is not a channel"),
    ],
)
def test_a_call_that_cannot_be_answered_says_why(arguments: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        run(*arguments)


def test_without_preview_it_says_what_to_add() -> None:
    with pytest.raises(BadInput, match="add --preview"):
        CliRunner().invoke(acknowledge, SILVER, catch_exceptions=False, standalone_mode=False)


MAESTRO = ["--contract", "erp-maestro", "--channel", "email", *AT]
CONSENT = [*MAESTRO, "--level", "2", "--letter", "consent"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param([*SILVER, "--language", "de"], "bis Montag, 9. März 2026, 12:40 Uhr EDT", id="German"),
        pytest.param([*SILVER, "--language", "fr-CA"], "le lundi 9 mars 2026 à 12 h 40 EDT", id="French of Canada"),
        pytest.param([*SILVER, "--language", "es"], "el lunes 9 de marzo de 2026, 12:40 h EDT", id="Spanish"),
        pytest.param(
            [*SILVER, "--letter", "level_change", "--level", "1"],
            "It now has level 1, Critical business impact (clause 3.2), instead of level 3.",
            id="a change from what the channel's rule set",
        ),
        pytest.param(
            [*SILVER, "--letter", "level_change", "--level", "1", "--previous", "2"],
            "instead of level 2.",
            id="a change from another level",
        ),
        pytest.param(
            [*SILVER, "--letter", "level_change", "--level", "1", "--decided-at", "2026-03-07T09:00:00-05:00"],
            "and we are sorry that this time has already passed.",
            id="a change after its deadline",
        ),
        pytest.param(
            [*SILVER, "--letter", "level_change", "--emergency", "--previous", "emergency"],
            "It is confirmed as an emergency (clause 1.1).",
            id="an emergency that is confirmed",
        ),
        pytest.param(
            [*SILVER, "--letter", "level_change", "--previous", "emergency"],
            "It is not an emergency in the sense of clause 1.1.",
            id="one that is withdrawn",
        ),
        pytest.param(CONSENT, "Do you agree to level 2, Significant business impact, for case 1042?", id="consent"),
        pytest.param(
            [*CONSENT, "--web", "https://desk.example/c/"],
            "- Yes, I agree: https://desk.example/c/yes - No, leave it as it is: https://desk.example/c/no",
            id="consent with links",
        ),
        pytest.param(
            [*MAESTRO, "--level", "2", "--letter", "consent_reminder"], "May we ask once more", id="a reminder"
        ),
        pytest.param([*MAESTRO, "--letter", "consent_refused"], "Case 1042 stays at level 3", id="after a no"),
        pytest.param([*SILVER, "--letter", "receipt"], "We could not match it to a customer", id="a receipt"),
        pytest.param([*SILVER, "--html"], '<html lang="en"> <head>', id="HTML"),
        pytest.param(
            [*CONSENT, "--web", "https://desk.example/c", "--html", "--language", "es"],
            '<li><a href="https://desk.example/c/yes">Sí, estoy de acuerdo</a></li>',
            id="HTML with links",
        ),
    ],
)
def test_every_letter_can_be_previewed(arguments: list[str], says: str) -> None:
    assert says in run(*arguments)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        pytest.param("it", "acknowledge: no letters are written in 'it'; English is shown, as such a customer gets\n",
                     id="Italian"),
        pytest.param("fr-CA", "", id="French of Canada"),
        pytest.param("en-GB", "", id="English of Britain"),
    ],
)  # fmt: skip
def test_a_language_without_letters_is_told_beside_the_letter(language: str, told: str) -> None:
    called = ["--preview", *SILVER, "--language", language]
    result = CliRunner().invoke(acknowledge, called, catch_exceptions=False, standalone_mode=False)
    assert (result.stderr, result.stdout.startswith("Subject: Re: ")) == (told, True)
