"""`intake cases --filed`: a report that came back is told by the case and the address that it is about."""

import json

import pytest

from tests.cli.command import Place
from tests.cli.conftest import place
from tests.delivery.reports import only, report
from tests.stages.office import mail

__all__ = ["place"]

ANN = "ann@acme.example"


@pytest.fixture
def reported(place: Place) -> Place:
    """Return a desk with an answered case, whose letter came back, and a report on a mail that is none of ours."""
    office = place.office
    office.customer("gotomyerp")
    office.mail_in(mail(), mail_from=ANN)
    office.mail_in(report("", ANN), mail_from="", rcpt_to=(only(office.mails()).mail_from,))
    office.mail_in(report("<not-ours@elsewhere.example>", "zoe@elsewhere.example"), mail_from="")
    office.mail_in(mail("News", "Precedence: bulk", subject="Our newsletter"))
    return place


def test_a_report_says_which_case_and_which_address(reported: Place) -> None:
    said = reported.intake("cases", "--filed").out
    assert "    tied to case 1001: ann@acme.example was not reached (5.1.1)\n" in said
    assert said.count("    it names no mail of ours, so it is tied to no case\n") == 1, "the other report alone"
    blocks = said.split("message ")
    assert "tied to" not in next(block for block in blocks if "Our newsletter" in block)


def test_as_json(reported: Place) -> None:
    filed = {one["id"]: one for one in json.loads(reported.intake("cases", "--json").out)["filed"]}
    told = [(one["is_report"], one["case_id"], one["not_reached"]) for _, one in sorted(filed.items())]
    assert told == [(True, 1001, ANN), (True, None, ""), (False, None, "")]


def test_an_erased_person_is_named_no_more(reported: Place) -> None:
    ran = reported.intake("erase", "--contact", ANN, "--reason", "asked for", "--yes", "--even-open", "--by", "Kim")
    assert ran.code == 0, ran
    assert ANN not in reported.intake("cases", "--filed").out
