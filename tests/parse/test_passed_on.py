"""Every report of the table, shown to us by a person: quoted, passed on, or pasted under a sentence of their own."""

from collections.abc import Callable

import pytest

from intake.domain.message import AutomaticKind
from intake.parse.message import parse_mail
from tests.parse.test_automatic import mail
from tests.parse.test_systems import SAMPLES

TEXTS = {name: parse_mail(one.raw) for name, one in SAMPLES.items() if one.kind == "bounce"}
HEAD = "---------- Forwarded message ---------\nFrom: Mail Delivery System <x@mx.example>\n\n"
WAYS = [
    pytest.param(lambda subject: ("Question", "Dear support,\n\nwhat is this?\n\n"), "", id="under a question"),
    pytest.param(
        lambda subject: ("Your server", "We get this when we write to you:\n\n"), "", id="under an introduction"
    ),
    pytest.param(lambda subject: ("Error mails", "Kim gets these all day long.\n\n"), "", id="under a plain sentence"),
    pytest.param(lambda subject: ("Frage", "Guten Tag,\n\nwas bedeutet das?\n\n"), "", id="in German"),
    pytest.param(lambda subject: (subject, "Hello,\n\nplease help.\n\n"), "", id="under its own subject"),
    pytest.param(lambda subject: (f"Fwd: {subject}", HEAD), "", id="passed on"),
    pytest.param(
        lambda subject: (f"WG: {subject}", "Bitte prüfen.\n\nVon: x\nGesendet: heute\n\n"), "", id="in Outlook"
    ),
    pytest.param(lambda subject: (f"Re: {subject}", "It works again.\n\n"), "> ", id="answered"),
]


@pytest.mark.parametrize(("way", "mark"), WAYS)
def test_a_person_may_show_any_report(way: Callable[[str], tuple[str, str]], mark: str) -> None:
    refused = []
    for name, report in TEXTS.items():
        subject, words = way(report.subject)
        shown = "".join(f"{mark}{line}\n" for line in report.text.splitlines())
        parsed = parse_mail(mail({"Subject": subject}, words + shown))
        if (parsed.automatic.kind, parsed.acknowledge) != (AutomaticKind.NONE, True):
            refused.append(f"{name}: {parsed.why_not}")
    assert not refused
