"""`intake page` and what `intake case` shows of it."""

import json

import pytest

from tests.cli.command import Place
from tests.paging.rota import by_hook, by_mail, calls, emergency, later, on_call, page_of
from tests.stages.office import mail


def test_nobody_is_being_called(place: Place) -> None:
    assert place.intake("page").out == "Nobody is being called.\n"


def test_the_open_pages(place: Place) -> None:
    emergency(on_call(place.office, by_mail("Kim"), by_hook("Lou", "https://hidden.example")))
    later(place.office, minutes=5)
    assert place.intake("page").out.splitlines() == [
        "Case 1001, Acme: Cannot post invoices",
        "  an emergency, by what the customer states; it is not confirmed",
        "  called since Tue 12 May 2026 10:00 EDT; nobody has taken it yet",
        "  1. Kim, by mail: queued",
        "  2. Lou, by webhook: queued",
        "  To take it: `intake page 1001 --ack`",
    ]


def test_a_page_is_taken_by_name(place: Place) -> None:
    emergency(on_call(place.office, by_mail("Kim")))
    taken = place.intake("page", "1001", "--ack", "--by", "Lou")
    assert (taken.code, taken.err) == (0, "")
    assert taken.out.startswith("Case 1001: taken by Lou, ")
    assert page_of(place.office).acknowledged_by == "Lou"
    later(place.office, minutes=60)
    assert len(calls(place.office)) == 1
    again = place.intake("page", "1001", "--ack", "--by", "Max")
    assert again.out == taken.out
    assert place.intake("page").out == "Nobody is being called.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["--ack"], "which case? write `intake page N --ack`", id="no case named"),
        pytest.param(["1001", "--ack"], "nobody was called to case 1001", id="nobody was called"),
        pytest.param(["9", "--ack"], "there is no case 9", id="no such case"),
    ],
)
def test_a_call_that_is_refused(place: Place, words: list[str], said: str) -> None:
    place.office.customer("gotomyerp-plans")
    place.office.mail_in(mail())
    assert said in place.intake("page", *words).refusal


def test_it_is_part_of_the_case(place: Place) -> None:
    emergency(on_call(place.office, by_mail("Kim")))
    (page,) = json.loads(place.intake("case", "1001", "--json").out)["pages"]
    assert page["why"] == ["an emergency, by what the customer states; it is not confirmed"]
    assert [(call["turn"], call["name"], call["way"], call["state"]) for call in page["calls"]] == [
        (1, "Kim", "mail", "queued")
    ]
    text = place.intake("case", "1001").out
    assert "On call" in text
    assert "1. Kim, by mail: queued" in text


def test_the_cases_that_belong_together_name_each_other(place: Place) -> None:
    place.office.customer("gotomyerp-plans")
    place.office.mail_in(mail("We cannot connect at one office."))
    place.office.mail_in(
        mail("We cannot connect at one office.", sender="bob@acme.example"), mail_from="bob@acme.example"
    )
    assert json.loads(place.intake("case", "1001", "--json").out)["linked"] == [
        {"case": 1002, "why": "another contact of this customer reports the same"}
    ]
    assert "another contact of this customer reports the same: case 1002" in place.intake("case", "1001").out
