"""Whose check goes before strangers', and whom an address in From is enough for where nobody knows the envelope."""

import pytest

from intake.domain.case import MailKind
from intake.domain.identity import FactsFor, Findings
from tests.identify.checked import DOUBT, NOTHING, PROVED, checking
from tests.kept.desk import KIM, staffed
from tests.stages.office import Office, mail


@pytest.mark.parametrize(
    ("sender", "known"),
    [
        pytest.param("bo@elsewhere.example", True, id="a contact"),
        pytest.param("new@acme.example", True, id="somebody in a customer's domain"),
        pytest.param(KIM.address, True, id="an engineer"),
        pytest.param("joe@home.example", False, id="a stranger"),
        pytest.param("no address", False, id="nobody"),
    ],
)
def test_whom_we_have_on_file(office: Office, sender: str, known: bool) -> None:
    staffed(office)
    office.customer("gotomyerp", contacts=(("bo@elsewhere.example", "Bo"),))
    checks = checking(office)
    office.mail_in(mail(sender=sender), mail_from=sender)
    assert [claim.known for claim in checks.asked] == [known]


@pytest.mark.parametrize(
    ("sender", "found", "written"),
    [
        pytest.param("bo@acme.example", NOTHING, [MailKind.RECEIPT], id="a contact"),
        pytest.param("ann@acme.example", PROVED, [MailKind.ACKNOWLEDGEMENT], id="a customer's, and proved"),
        pytest.param("ann@acme.example", NOTHING, [], id="a customer's, and not proved"),
        pytest.param("ann@acme.example", DOUBT, [], id="a customer's, in doubt"),
        pytest.param("joe@home.example", PROVED, [], id="a stranger's, and proved"),
    ],
)
def test_who_is_answered_without_an_envelope(
    office: Office, sender: str, found: Findings, written: list[MailKind]
) -> None:
    office.customer("gotomyerp", contacts=(("bo@acme.example", "Bo"),))
    checks = checking(office, FactsFor.PROVED)
    checks.found = {sender: found}
    office.mail_in(mail(sender=sender), mail_from=None)
    assert [sent.kind for sent in office.mails()] == written
