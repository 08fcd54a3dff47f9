"""What an engineer is shown of an address that takes no mail, and what they type when it does again."""

import json

import pytest

from tests.cli.command import Place
from tests.cli.conftest import place
from tests.delivery.reports import only, report
from tests.stages.office import mail

__all__ = ["place"]

ANN = "ann@acme.example"
SAID = "550 5.1.1 No such user"


@pytest.fixture
def bounced(place: Place) -> Place:
    """Return a place whose customer's acknowledgement came back."""
    office = place.office
    office.customer("gotomyerp", contacts=((ANN, "Ann Lee"),))
    office.mail_in(mail(), mail_from=ANN)
    answer = only(office.mails())
    office.mail_in(report("", ANN), mail_from="", rcpt_to=(answer.mail_from,))
    return place


def test_the_list(bounced: Place) -> None:
    ran = bounced.intake("customers", "unreachable")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{ANN}  takes no mail since Tue 12 May 2026 10:00 EDT, case 1001\n    5.1.1 {SAID}\n"
    (one,) = json.loads(bounced.intake("customers", "unreachable", "--json").out)["unreachable"]
    assert (one["address"], one["status"], one["diagnostic"], one["case_id"]) == (ANN, "5.1.1", SAID, 1001)


def test_the_list_when_all_is_well(place: Place) -> None:
    assert place.intake("customers", "unreachable").out == "Every address takes mail, as far as is known.\n"
    assert json.loads(place.intake("customers", "unreachable", "--json").out) == {"unreachable": []}


def test_the_queue_says_that_the_customer_was_not_reached(bounced: Place) -> None:
    assert "the customer was not reached" in " ".join(bounced.intake("cases").out.split())
    assert [row["not_reached"] for row in json.loads(bounced.intake("cases", "--json").out)["cases"]] == [True]


def test_the_queue_of_a_customer_who_was_reached(place: Place) -> None:
    place.office.mail_in(mail(), mail_from=ANN)
    assert "not reached" not in place.intake("cases").out
    assert [row["not_reached"] for row in json.loads(place.intake("cases", "--json").out)["cases"]] == [False]


def test_the_case_says_since_when_why_and_what_to_do(bounced: Place) -> None:
    said = " ".join(bounced.intake("case", "1001").out.split())
    assert f"{ANN} takes no mail since Tue 12 May 2026 10:00 EDT: {SAID}" in said
    assert f"`intake customers reachable {ANN}`" in said
    assert f"it came back: {SAID}" in said
    assert json.loads(bounced.intake("case", "1001", "--json").out)["unreachable"]["status"] == "5.1.1"


def test_a_reply_is_tried_and_warned_about(bounced: Place) -> None:
    ran = bounced.intake("reply", "1001", "--text", "We are on it.", "--by", "Sam")
    assert ran.code == 0
    assert ran.out.endswith(f"It may not arrive: {ANN} takes no mail since 2026-05-12: {SAID}. Telephone as well.\n")
    assert [str(one.kind) for one in bounced.office.mails()][-1] == "reply"


def test_an_address_that_takes_mail_again(bounced: Place) -> None:
    ran = bounced.intake("customers", "reachable", "ANN@acme.example", "--reason", "they told me", "--by", "Sam")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"{ANN} is written to again. What was held back stays unsent: see `intake case 1001`.\n"
    assert bounced.office.details("contact.reachable") == [{"address": ANN, "reason": "they told me"}]
    assert bounced.intake("customers", "unreachable").out.startswith("Every address takes mail")


def test_an_address_that_is_not_marked_is_refused(bounced: Place) -> None:
    ran = bounced.intake("customers", "reachable", "bo@acme.example")
    assert ran.refusal == (
        "bo@acme.example: it is not marked; `intake customers unreachable` lists the addresses that are"
    )
