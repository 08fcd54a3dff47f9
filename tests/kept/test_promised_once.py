"""What was kept is not promised again: what is said of a change names the first answer as given, without a time."""

import re
from dataclasses import replace

import pytest

from intake.domain.case import MailKind
from intake.storage import cases
from tests.kept.desk import of_kind, replies, text_of
from tests.review.engineers import asks, overrides
from tests.stages.office import Office, mail

HAVE = {
    "en": "You have our first answer.",
    "de": "Unsere erste Antwort haben Sie.",
    "es": "Ya tiene nuestra primera respuesta.",
    "fr": "Vous avez notre première réponse.",
}
PROMISED = re.compile(r"give you a first answer|eine erste Antwort|una primera respuesta|une première réponse")


def opened(office: Office, contract: str, language: str = "en") -> None:
    office.customer(contract)
    office.mail_in(mail("The list is empty.", message_id="<first@acme.example>"))
    with office.database.write() as connection:
        cases.update(connection, replace(office.case(), language=language))


def told(office: Office, kind: MailKind = MailKind.LEVEL_CHANGE) -> str:
    return text_of(of_kind(office, kind)[-1])


@pytest.mark.parametrize("language", HAVE)
@pytest.mark.parametrize("contract", ["gotomyerp-plans", "gotomyerp", "priority-matrix"])
def test_a_change_of_level_after_the_answer_promises_none(office: Office, contract: str, language: str) -> None:
    opened(office, contract, language)
    level = _another(office)
    replies(office)
    overrides(office, level)
    assert HAVE[language] in told(office)
    assert PROMISED.search(told(office)) is None


def test_before_the_answer_it_is_promised(office: Office) -> None:
    opened(office, "gotomyerp-plans")
    overrides(office, _another(office))
    assert HAVE["en"] not in told(office)
    assert PROMISED.search(told(office))


def test_what_is_still_to_be_done_is_promised_all_the_same(office: Office) -> None:
    opened(office, "gotomyerp-plans")
    replies(office)
    overrides(office, "1")
    assert HAVE["en"] in told(office)
    assert "begin work" in told(office)


def test_what_was_begun_is_not_promised_either(office: Office) -> None:
    opened(office, "gotomyerp-plans")
    replies(office, begins_work=True)
    overrides(office, "1")
    assert "begin work" not in told(office)


def test_a_question_for_consent_promises_no_answer_that_was_given(office: Office) -> None:
    opened(office, "erp-maestro")
    replies(office)
    asks(office, "2")
    assert HAVE["en"] in told(office, MailKind.CONSENT)
    assert PROMISED.search(told(office, MailKind.CONSENT)) is None


def test_an_emergency_that_begins_later_has_an_answer_of_its_own(office: Office) -> None:
    opened(office, "gotomyerp-plans")
    replies(office)
    office.wait(hours=1)
    office.mail_in(
        mail(
            "Now nobody can connect, from both offices.",
            "In-Reply-To: <first@acme.example>",
            message_id="<2@x.example>",
        )
    )
    assert office.case().emergency
    assert HAVE["en"] not in told(office)


def _another(office: Office) -> str:
    contract = office.desk.contract_of(office.case())
    assert contract is not None
    return next(
        level.id for level in contract.levels if level.id not in (office.case().level, office.case().clock_level)
    )
